package io.flexaaa.gateway.ios.config;

import java.util.List;

/** Puts type 6 in place of the clear keys of a text and leaves all else as it is. */
public final class SealedText {
    private SealedText() {}

    /** The text with every clear key sealed; comments, blanks and line ends stay. */
    public static String of(String text, Parsed parsed, MasterKey master) {
        List<String> lines = List.of(text.split("(?<=\n)", -1));
        StringBuilder out = new StringBuilder(text.length() + 256);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            for (KeyPlace key : parsed.keyPlaces()) {
                if (key.line() == i + 1 && key.clear() && key.start() <= line.length()) {
                    String body = line.stripTrailing();
                    line =
                            body.substring(0, key.start())
                                    + "6 "
                                    + master.seal(key.text())
                                    + line.substring(body.length());
                }
            }
            out.append(line);
        }
        return out.toString();
    }
}
