package io.flexaaa.gateway.anyconnect;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/** The documents of the login: what the hub says, and what it reads of the client's. */
final class AggregateXml {
    /** What a client sends; a document that is longer is not a login. */
    private static final int MOST_OCTETS = 32_768;

    private static final String BEGIN =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    + "<config-auth client=\"vpn\" type=\"%s\" aggregate-auth-version=\"2\">"
                    + "<version who=\"sg\">0.1</version>";
    private static final String END = "</config-auth>";

    /** One answer of the client: {@code type} of config-auth, and the fields of its auth form. */
    record Answer(String type, Map<String, String> fields) {
        Answer {
            fields = Map.copyOf(fields);
        }
    }

    private AggregateXml() {}

    static String hello() {
        return begin("hello") + END;
    }

    static String certificateRequest() {
        return begin("auth-request") + "<client-cert-request/>" + END;
    }

    /**
     * @param message what the person reads above the form
     */
    static String loginForm(String message) {
        return begin("auth-request")
                + "<auth id=\"main\"><message>"
                + escaped(message)
                + "</message><form><input type=\"text\" name=\"username\" label=\"Username:\"/>"
                + "<input type=\"password\" name=\"password\" label=\"Password:\"/></form></auth>"
                + END;
    }

    /** The server wants one more thing, such as a code. */
    static String challengeForm(String message) {
        return begin("auth-request")
                + "<auth id=\"challenge\"><message>"
                + escaped(message)
                + "</message><form><input type=\"password\" name=\"answer\" label=\"Answer:\"/>"
                + "</form></auth>"
                + END;
    }

    static String complete(long sessionId) {
        return begin("complete")
                + "<session-id>"
                + sessionId
                + "</session-id><auth id=\"success\"><message id=\"0\" param1=\"\" param2=\"\"/>"
                + "</auth>"
                + END;
    }

    private static String begin(String type) {
        return BEGIN.formatted(type);
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '<' -> out.append("&lt;");
                        case '>' -> out.append("&gt;");
                        case '&' -> out.append("&amp;");
                        default -> out.appendCodePoint(c < 0x20 ? ' ' : c);
                    }
                });
        return out.toString();
    }

    static Answer read(Octets document) throws DecodeException {
        if (document.isEmpty() || document.length() > MOST_OCTETS) {
            throw new DecodeException("config-auth", document.length() + " octets");
        }
        Element root = parse(document.utf8());
        if (!root.getTagName().equals("config-auth")) {
            throw new DecodeException("config-auth", "the root is " + root.getTagName());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Element auth = child(root, "auth");
        for (Node n = auth == null ? null : auth.getFirstChild();
                n != null;
                n = n.getNextSibling()) {
            if (n instanceof Element field) {
                fields.put(field.getTagName(), field.getTextContent());
            }
        }
        return new Answer(root.getAttribute("type"), fields);
    }

    private static @Nullable Element child(Element parent, String name) {
        for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element element && element.getTagName().equals(name)) {
                return element;
            }
        }
        return null;
    }

    /** Without DTD, entities or anything that reads elsewhere: the sender is a stranger. */
    private static Element parse(String text) throws DecodeException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setAttribute("jdk.xml.maxElementDepth", "16");
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every JDK reads XML", e);
        } catch (SAXException | IOException e) {
            throw new DecodeException("config-auth", "not XML: " + e.getMessage());
        }
    }
}
