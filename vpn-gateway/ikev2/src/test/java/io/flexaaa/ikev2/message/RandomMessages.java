package io.flexaaa.ikev2.message;

import io.flexaaa.ikev2.message.Transform.TransformAttribute;
import io.flexaaa.protocol.wire.Octets;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Legal messages of every shape, from a seed. */
public final class RandomMessages {
    private final Random random;

    public RandomMessages(long seed) {
        this.random = new Random(seed);
    }

    public IkeMessage message() {
        List<Payload> payloads = new ArrayList<>();
        int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
            payloads.add(payload());
        }
        if (random.nextInt(4) == 0) {
            payloads.add(sealed());
        }
        return new IkeMessage(
                random.nextLong(),
                random.nextLong(),
                random.nextInt(256),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextLong() & 0xffff_ffffL,
                payloads);
    }

    /** Any payload but SK and SKF, which may only come last. */
    public Payload payload() {
        return switch (random.nextInt(14)) {
            case 0 -> new SecurityAssociation(proposals());
            case 1 -> new KeyExchange(random.nextInt(65536), octets(1, 512));
            case 2 -> identification();
            case 3 -> new Certificate(random.nextInt(256), octets(0, 300));
            case 4 -> new CertificateRequest(random.nextInt(256), octets(0, 60));
            case 5 -> new Authentication(random.nextInt(256), octets(1, 256));
            case 6 -> new Nonce(octets(16, 256));
            case 7 ->
                    new NotifyPayload(
                            random.nextInt(4), octets(0, 8), random.nextInt(65536), octets(0, 64));
            case 8 -> delete();
            case 9 -> new VendorId(octets(0, 40));
            case 10 -> new TrafficSelectors(random.nextBoolean(), selectors());
            case 11 -> new Configuration(random.nextInt(256), attributes());
            case 12 -> new Eap(octets(0, 200));
            default -> new Unknown(128 + random.nextInt(100), random.nextBoolean(), octets(0, 50));
        };
    }

    private Payload sealed() {
        int total = 1 + random.nextInt(9);
        return random.nextBoolean()
                ? new Encrypted(random.nextInt(256), octets(0, 400))
                : new EncryptedFragment(
                        random.nextInt(256), 1 + random.nextInt(total), total, octets(0, 400));
    }

    private Identification identification() {
        boolean initiator = random.nextBoolean();
        int reserved = random.nextInt(20) == 0 ? random.nextInt(1 << 24) : 0;
        return switch (random.nextInt(4)) {
            case 0 -> new Identification(initiator, IdType.IPV4_ADDR, reserved, octets(4, 4));
            case 1 -> new Identification(initiator, IdType.IPV6_ADDR, reserved, octets(16, 16));
            case 2 -> new Identification(initiator, IdType.FQDN, reserved, octets(0, 80));
            default -> new Identification(initiator, IdType.KEY_ID, reserved, octets(0, 80));
        };
    }

    private Delete delete() {
        if (random.nextBoolean()) {
            return Delete.ikeSa();
        }
        List<Octets> spis = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            spis.add(octets(4, 4));
        }
        return new Delete(random.nextBoolean() ? ProtocolId.ESP : ProtocolId.AH, spis);
    }

    private List<Proposal> proposals() {
        List<Proposal> proposals = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 1; i <= count; i++) {
            boolean ike = random.nextBoolean();
            ProtocolId protocol = ike ? ProtocolId.IKE : ProtocolId.ESP;
            Octets spi = ike ? (random.nextBoolean() ? Octets.EMPTY : octets(8, 8)) : octets(4, 4);
            List<Transform> transforms = new ArrayList<>();
            for (int t = random.nextInt(10); t > 0; t--) {
                transforms.add(transform());
            }
            proposals.add(new Proposal(i, protocol, spi, transforms));
        }
        return proposals;
    }

    private Transform transform() {
        List<TransformAttribute> others = new ArrayList<>();
        for (int i = random.nextInt(8) == 0 ? random.nextInt(3) : 0; i > 0; i--) {
            boolean shortForm = random.nextBoolean();
            others.add(
                    new TransformAttribute(
                            15 + random.nextInt(100),
                            shortForm,
                            shortForm ? octets(2, 2) : octets(0, 12)));
        }
        int keyLengthBits = random.nextBoolean() ? 0 : 1 + random.nextInt(512);
        return new Transform(random.nextInt(256), random.nextInt(65536), keyLengthBits, others);
    }

    private List<TrafficSelector> selectors() {
        List<TrafficSelector> selectors = new ArrayList<>();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            boolean v4 = random.nextBoolean();
            int octets = v4 ? 4 : 16;
            selectors.add(
                    new TrafficSelector(
                            v4 ? TrafficSelector.IPV4_ADDR_RANGE : TrafficSelector.IPV6_ADDR_RANGE,
                            random.nextInt(256),
                            random.nextInt(65536),
                            random.nextInt(65536),
                            octets(octets, octets),
                            octets(octets, octets)));
        }
        return selectors;
    }

    private List<ConfigurationAttribute> attributes() {
        List<ConfigurationAttribute> attributes = new ArrayList<>();
        for (int i = random.nextInt(9); i > 0; i--) {
            attributes.add(new ConfigurationAttribute(random.nextInt(0x8000), octets(0, 20)));
        }
        return attributes;
    }

    private Octets octets(int min, int max) {
        byte[] b = new byte[min + random.nextInt(max - min + 1)];
        random.nextBytes(b);
        return Octets.wrap(b);
    }
}
