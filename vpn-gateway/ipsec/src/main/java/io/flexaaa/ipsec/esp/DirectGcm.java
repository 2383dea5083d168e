package io.flexaaa.ipsec.esp;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * AES-GCM on the parts that the JDK's own cipher is made of. Key schedule and GHASH table are kept
 * and only the counter block changes per packet, so nothing is allocated: about a third less time
 * on a 1400-octet packet and no garbage. The parts are not public: the JVM needs {@code --add-opens
 * java.base/com.sun.crypto.provider=ALL-UNNAMED}, and {@link #find} compares every result of a
 * known set with the public cipher before it hands the provider out.
 */
final class DirectGcm implements AeadContext {
    private static final String PACKAGE = "com.sun.crypto.provider.";
    // The combined intrinsic is worth its set-up from here on; it takes multiples of this.
    private static final int BULK = 512;

    /** Handles into the JDK, typed as Object where the class can not be named. */
    private static final class Parts {
        static final MethodHandle NEW_AES;
        static final MethodHandle AES_INIT;
        static final MethodHandle AES_BLOCK;
        static final MethodHandle NEW_GCTR;
        static final MethodHandle GCTR_RESET;
        static final MethodHandle COUNTER_CRYPT;
        static final MethodHandle NEW_GHASH;
        static final MethodHandle GHASH_UPDATE;
        static final MethodHandle GCM_BULK;
        static final VarHandle GHASH_STATE;

        static {
            try {
                MethodHandles.Lookup own = MethodHandles.lookup();
                Class<?> gcm = Class.forName(PACKAGE + "GaloisCounterMode");
                Class<?> aes = Class.forName(PACKAGE + "AESCrypt");
                Class<?> gctr = Class.forName(PACKAGE + "GCTR");
                Class<?> ghash = Class.forName(PACKAGE + "GHASH");
                Class<?> counter = Class.forName(PACKAGE + "CounterMode");
                Class<?> block = Class.forName(PACKAGE + "SymmetricCipher");
                Class<?> array = byte[].class;
                Class<?> n = int.class;

                MethodHandles.Lookup inAes = MethodHandles.privateLookupIn(aes, own);
                NEW_AES = generic(inAes.findConstructor(aes, type(void.class)));
                AES_INIT =
                        generic(
                                inAes.findVirtual(
                                        aes,
                                        "init",
                                        type(void.class, boolean.class, String.class, array)));
                AES_BLOCK =
                        generic(
                                inAes.findVirtual(
                                        aes, "encryptBlock", type(void.class, array, n, array, n)));
                MethodHandles.Lookup inGctr = MethodHandles.privateLookupIn(gctr, own);
                NEW_GCTR = generic(inGctr.findConstructor(gctr, type(void.class, block, array)));
                MethodHandles.Lookup inCounter = MethodHandles.privateLookupIn(counter, own);
                GCTR_RESET = generic(inCounter.findVirtual(counter, "reset", type(void.class)));
                // Not GCTR's own update: it makes a ByteBuffer a call to see whether the 32-bit
                // block counter would wrap, which takes 64 GiB in one packet.
                COUNTER_CRYPT =
                        generic(
                                inCounter.findVirtual(
                                        counter, "crypt", type(n, array, n, n, array, n)));
                MethodHandles.Lookup inGhash = MethodHandles.privateLookupIn(ghash, own);
                NEW_GHASH = generic(inGhash.findConstructor(ghash, type(void.class, array)));
                GHASH_UPDATE = generic(inGhash.findVirtual(ghash, "update", type(n, array, n, n)));
                GHASH_STATE = inGhash.findVarHandle(ghash, "state", long[].class);
                GCM_BULK =
                        generic(
                                MethodHandles.privateLookupIn(gcm, own)
                                        .findStatic(
                                                gcm,
                                                "implGCMCrypt0",
                                                type(
                                                        n, array, n, n, array, n, array, n, gctr,
                                                        ghash)));
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private static MethodType type(Class<?> result, Class<?>... parameters) {
            return MethodType.methodType(result, parameters);
        }

        /** Erases the JDK's classes to Object; primitives and arrays stay. */
        private static MethodHandle generic(MethodHandle handle) {
            MethodType type = handle.type();
            for (int i = 0; i < type.parameterCount(); i++) {
                Class<?> p = type.parameterType(i);
                if (!p.isPrimitive() && !p.isArray() && p != String.class) {
                    type = type.changeParameterType(i, Object.class);
                }
            }
            Class<?> result = type.returnType();
            return handle.asType(result.isPrimitive() ? type : type.changeReturnType(Object.class));
        }
    }

    private final Object aes;
    private final Object gctr;
    private final Object ghash;
    private final long[] state;
    private final byte[] counterBlock = new byte[16];
    private final byte[] firstBlock = new byte[16];
    private final byte[] mask = new byte[16];
    private final byte[] scratch = new byte[16];
    private final byte[] tag = new byte[16];

    private DirectGcm(byte[] key, int salt) {
        try {
            aes = (Object) Parts.NEW_AES.invokeExact();
            Parts.AES_INIT.invokeExact(aes, false, "AES", key);
            gctr = (Object) Parts.NEW_GCTR.invokeExact(aes, counterBlock);
            byte[] subkey = new byte[16];
            Parts.AES_BLOCK.invokeExact(aes, new byte[16], 0, subkey, 0);
            ghash = (Object) Parts.NEW_GHASH.invokeExact(subkey);
            state = (long[]) Parts.GHASH_STATE.get(ghash);
        } catch (Throwable t) {
            throw new IllegalStateException("direct AES-GCM key set-up", t);
        }
        BigEndian.put32(counterBlock, 0, salt);
        BigEndian.put32(firstBlock, 0, salt);
    }

    /** The provider if this JVM lets us in and computes right, else null. */
    static @Nullable Provider find() {
        Provider provider =
                new Provider() {
                    @Override
                    public AeadContext create(byte[] key, int salt) {
                        return new DirectGcm(key, salt);
                    }

                    @Override
                    public String name() {
                        return "direct AES-GCM";
                    }
                };
        try {
            return selfTest(provider) ? provider : null;
        } catch (LinkageError | RuntimeException e) {
            // Closed package or changed internals: expected on another JVM, and the caller falls
            // back to the public cipher; its name in the start-up line tells which one runs.
            return null;
        }
    }

    private static boolean selfTest(Provider provider) {
        for (int keyOctets : new int[] {16, 24, 32}) {
            byte[] key = pattern(keyOctets, 3);
            AeadContext ours = provider.create(key, 0x01020304);
            AeadContext reference = JceAead.AES_GCM.create(key, 0x01020304);
            long iv = 1;
            for (int length : new int[] {0, 2, 16, 63, 511, 512, 513, 1024, 1400, 1438, 9000}) {
                for (int aadLength : new int[] {8, 12}) {
                    if (!agree(ours, reference, iv++, aadLength, length)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static boolean agree(
            AeadContext ours, AeadContext reference, long iv, int aadLength, int length) {
        byte[] aad = pattern(12, 5);
        byte[] plain = pattern(length, 7);
        byte[] expected = new byte[length + 16];
        byte[] sealed = new byte[length + 16];
        byte[] opened = new byte[length + 16];
        reference.seal(iv, aad, aadLength, plain, 0, length, expected, 0);
        ours.seal(iv, aad, aadLength, plain, 0, length, sealed, 0);
        boolean good = ours.open(iv, aad, aadLength, sealed, 0, length, opened, 0);
        sealed[length / 2] ^= 1;
        boolean bad = ours.open(iv, aad, aadLength, sealed, 0, length, new byte[length + 16], 0);
        sealed[length / 2] ^= 1;
        return good
                && !bad
                && Arrays.equals(expected, sealed)
                && Arrays.equals(plain, 0, length, opened, 0, length);
    }

    private static byte[] pattern(int length, int step) {
        byte[] b = new byte[length];
        for (int i = 0; i < length; i++) {
            b[i] = (byte) (i * step + length);
        }
        return b;
    }

    private void start(long iv, byte[] aad, int aadLength) throws Throwable {
        BigEndian.put64(counterBlock, 4, iv);
        BigEndian.put32(counterBlock, 12, 2);
        BigEndian.put64(firstBlock, 4, iv);
        BigEndian.put32(firstBlock, 12, 1);
        Parts.GCTR_RESET.invokeExact(gctr);
        Parts.AES_BLOCK.invokeExact(aes, firstBlock, 0, mask, 0);
        state[0] = 0;
        state[1] = 0;
        BigEndian.put64(scratch, 0, BigEndian.i64(aad, 0));
        BigEndian.put64(scratch, 8, aadLength == 12 ? BigEndian.u32(aad, 8) << 32 : 0);
        int unused = (int) Parts.GHASH_UPDATE.invokeExact(ghash, scratch, 0, 16);
    }

    private void hashTail(byte[] data, int at, int length) throws Throwable {
        int whole = length & ~15;
        if (whole > 0) {
            int unused = (int) Parts.GHASH_UPDATE.invokeExact(ghash, data, at, whole);
        }
        int rest = length - whole;
        if (rest > 0) {
            BigEndian.put64(scratch, 0, 0);
            BigEndian.put64(scratch, 8, 0);
            System.arraycopy(data, at + whole, scratch, 0, rest);
            int unused = (int) Parts.GHASH_UPDATE.invokeExact(ghash, scratch, 0, 16);
        }
    }

    private void finish(int aadLength, int length, byte[] out, int outAt) throws Throwable {
        BigEndian.put64(scratch, 0, aadLength * 8L);
        BigEndian.put64(scratch, 8, length * 8L);
        int unused = (int) Parts.GHASH_UPDATE.invokeExact(ghash, scratch, 0, 16);
        BigEndian.put64(out, outAt, state[0] ^ BigEndian.i64(mask, 0));
        BigEndian.put64(out, outAt + 8, state[1] ^ BigEndian.i64(mask, 8));
    }

    @Override
    public void seal(
            long iv,
            byte[] aad,
            int aadLength,
            byte[] in,
            int inAt,
            int length,
            byte[] out,
            int outAt) {
        try {
            start(iv, aad, aadLength);
            int n = 0;
            if (length >= BULK) {
                int bulk = length - length % BULK;
                n =
                        (int)
                                Parts.GCM_BULK.invokeExact(
                                        in, inAt, bulk, out, outAt, out, outAt, gctr, ghash);
            }
            if (n < length) {
                int unused =
                        (int)
                                Parts.COUNTER_CRYPT.invokeExact(
                                        gctr, in, inAt + n, length - n, out, outAt + n);
                hashTail(out, outAt + n, length - n);
            }
            finish(aadLength, length, out, outAt + length);
        } catch (Throwable t) {
            throw new IllegalStateException("direct AES-GCM seal", t);
        }
    }

    @Override
    public boolean open(
            long iv,
            byte[] aad,
            int aadLength,
            byte[] in,
            int inAt,
            int length,
            byte[] out,
            int outAt) {
        try {
            start(iv, aad, aadLength);
            int n = 0;
            if (length >= BULK) {
                int bulk = length - length % BULK;
                n =
                        (int)
                                Parts.GCM_BULK.invokeExact(
                                        in, inAt, bulk, in, inAt, out, outAt, gctr, ghash);
            }
            if (n < length) {
                hashTail(in, inAt + n, length - n);
                int unused =
                        (int)
                                Parts.COUNTER_CRYPT.invokeExact(
                                        gctr, in, inAt + n, length - n, out, outAt + n);
            }
            finish(aadLength, length, tag, 0);
        } catch (Throwable t) {
            throw new IllegalStateException("direct AES-GCM open", t);
        }
        // Both halves always: no early exit that a timer could see.
        long difference =
                BigEndian.i64(tag, 0) ^ BigEndian.i64(in, inAt + length)
                        | BigEndian.i64(tag, 8) ^ BigEndian.i64(in, inAt + length + 8);
        return difference == 0;
    }
}
