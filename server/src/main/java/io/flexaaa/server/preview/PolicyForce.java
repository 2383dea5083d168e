package io.flexaaa.server.preview;

/** Whether the caller wants a change although policy tests break: {@code ?force=true}. */
public final class PolicyForce {
    private static final ScopedValue<Boolean> FORCED = ScopedValue.newInstance();

    private PolicyForce() {}

    public static boolean given() {
        return FORCED.isBound();
    }

    /** Runs writes that may break policy tests. */
    public static <T extends @org.jspecify.annotations.Nullable Object, X extends Throwable> T with(
            ScopedValue.CallableOp<T, X> writes) throws X {
        return ScopedValue.where(FORCED, true).call(writes);
    }
}
