import type { Pool } from "../../api";
import { sizeText, usage } from "./words";
import "./pools.css";

export function Usage({ pool }: { pool: Pick<Pool, "leased" | "size"> }) {
  const { percent, word } = usage(pool);
  return (
    <span className="usage">
      <meter
        min={0}
        max={100}
        low={85}
        high={99.99}
        optimum={0}
        value={percent}
        aria-label={`${Math.round(percent)} percent leased`}
      />
      <span>
        {pool.leased} of {sizeText(pool.size)}
        {word === "free" ? "" : `, ${word}`}
      </span>
    </span>
  );
}
