import { useEffect, useId, useRef, useState } from "react";
import type uPlot from "uplot";
import { bitRate, clock, dateTime } from "./format";
import { Segmented } from "./controls";
import { useTheme } from "./theme";
import "./spark.css";

/** The shape of a number over time; the number itself stands beside it, so this is hidden from screen readers. */
export function Sparkline(p: { values: number[]; width?: number; height?: number; max?: number }) {
  const width = p.width ?? 56;
  const height = p.height ?? 16;
  if (p.values.length < 2) return <svg width={width} height={height} aria-hidden="true" />;
  const top = Math.max(p.max ?? 0, ...p.values, 1);
  const step = width / (p.values.length - 1);
  const points = p.values.map(
    (v, i) => `${(i * step).toFixed(1)},${(height - 1 - (v / top) * (height - 2)).toFixed(1)}`,
  );
  return (
    <svg width={width} height={height} aria-hidden="true" className="fx-spark">
      <polygon points={`0,${height} ${points.join(" ")} ${width},${height}`} />
      <polyline points={points.join(" ")} />
    </svg>
  );
}

export type RateSample = { at: string; rx: number; tx: number };

/** Rates over time, as a picture and as the table behind it. */
export function RateChart(p: { samples: RateSample[]; height?: number }) {
  const [as, setAs] = useState<"chart" | "table">("chart");
  const titleId = useId();
  const peakRx = Math.max(0, ...p.samples.map((s) => s.rx));
  const peakTx = Math.max(0, ...p.samples.map((s) => s.tx));
  return (
    <div className="fx-chart">
      <div className="fx-chart-head">
        <span className="fx-legend">
          <i className="rx" /> Rx, from the peer, peak {bitRate(peakRx)}
        </span>
        <span className="fx-legend">
          <i className="tx" /> Tx, to the peer, peak {bitRate(peakTx)}
        </span>
        <span className="fx-chart-as">
          <Segmented
            label="Show rates as"
            value={as}
            options={[
              { value: "chart", label: "Chart" },
              { value: "table", label: "Table" },
            ]}
            onChange={setAs}
          />
        </span>
      </div>
      {as === "chart" ? (
        <Plot samples={p.samples} height={p.height ?? 240} titleId={titleId} />
      ) : (
        <div className="fx-chart-table" tabIndex={0} aria-label="Rates as a table" role="region">
          <table>
            <thead>
              <tr>
                <th scope="col">Time</th>
                <th scope="col">Rx</th>
                <th scope="col">Tx</th>
              </tr>
            </thead>
            <tbody>
              {p.samples.toReversed().map((s) => (
                <tr key={s.at}>
                  <td>{dateTime(s.at)}</td>
                  <td>{bitRate(s.rx)}</td>
                  <td>{bitRate(s.tx)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function Plot(p: { samples: RateSample[]; height: number; titleId: string }) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const { scheme, contrast } = useTheme();
  const data = useRef<uPlot.AlignedData>([[], [], []]);
  data.current = [
    p.samples.map((s) => Date.parse(s.at) / 1000),
    p.samples.map((s) => s.rx),
    p.samples.map((s) => s.tx),
  ];

  useEffect(() => {
    let gone = false;
    let observer: ResizeObserver | null = null;
    void Promise.all([import("uplot"), import("uplot/dist/uPlot.min.css")]).then(
      ([{ default: Plot }]) => {
        const el = box.current;
        if (gone || !el) return;
        const style = getComputedStyle(document.documentElement);
        const color = (name: string) => style.getPropertyValue(name).trim();
        const axis = {
          stroke: color("--fx-muted"),
          grid: { stroke: color("--fx-border"), width: 1 },
          ticks: { stroke: color("--fx-border"), width: 1 },
          font: "12px system-ui",
        };
        plot.current = new Plot(
          {
            width: el.clientWidth || 600,
            height: p.height,
            legend: { show: false },
            cursor: { points: { size: 6 } },
            scales: { y: { range: (_u, _min, max) => [0, Math.max(1000, max * 1.1)] } },
            axes: [
              {
                ...axis,
                values: (_u, ticks) => {
                  // Ticks closer than a minute would all read the same without seconds.
                  const close = (ticks[1] ?? 0) - (ticks[0] ?? 0) < 60;
                  return ticks.map((t) =>
                    clock(new Date(t * 1000).toISOString()).slice(0, close ? 8 : 5),
                  );
                },
              },
              {
                ...axis,
                size: 76,
                values: (_u, ticks) => ticks.map((t) => bitRate(t)),
              },
            ],
            series: [
              {},
              {
                label: "Rx",
                points: { show: false },
                stroke: color("--fx-accent"),
                width: 1.5,
                fill: `${color("--fx-accent")}22`,
              },
              {
                label: "Tx",
                points: { show: false },
                stroke: color("--fx-good"),
                width: 1.5,
                dash: [5, 3],
              },
            ],
          },
          data.current,
          el,
        );
        observer = new ResizeObserver(() =>
          plot.current?.setSize({ width: el.clientWidth, height: p.height }),
        );
        observer.observe(el);
      },
    );
    return () => {
      gone = true;
      observer?.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [p.height, scheme, contrast]);

  useEffect(() => {
    plot.current?.setData(data.current);
  }, [p.samples]);

  const last = p.samples.at(-1);
  return (
    <div
      ref={box}
      role="img"
      aria-label={
        last
          ? `Rates over ${p.samples.length} reports, last at ${dateTime(last.at)}: ${bitRate(last.rx)} from the peer, ${bitRate(last.tx)} to the peer. Choose Table for the figures.`
          : "No rates reported yet."
      }
      className="fx-plot"
      style={{ minHeight: p.height }}
    />
  );
}
