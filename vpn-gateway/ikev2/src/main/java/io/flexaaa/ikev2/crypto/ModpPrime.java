package io.flexaaa.ikev2.crypto;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * The MODP primes of RFC 3526, computed from the formula the RFC gives for each: {@code 2^n -
 * 2^(n-64) - 1 + 2^64 * ([2^(n-130) pi] + c)}. A formula cannot hide a mistyped digit; a test
 * compares the well-known leading and trailing digits and proves the values prime.
 */
final class ModpPrime {
    private ModpPrime() {}

    static BigInteger of(int bits) {
        int offset =
                switch (bits) {
                    case 2048 -> 124_476;
                    case 3072 -> 1_690_314;
                    case 4096 -> 240_904;
                    default -> throw new IllegalArgumentException("no MODP group of " + bits);
                };
        BigInteger one = BigInteger.ONE;
        BigInteger middle = floorOfPiTimesTwoTo(bits - 130).add(BigInteger.valueOf(offset));
        return one.shiftLeft(bits)
                .subtract(one.shiftLeft(bits - 64))
                .subtract(one)
                .add(middle.shiftLeft(64));
    }

    private static BigInteger floorOfPiTimesTwoTo(int bits) {
        MathContext digits = new MathContext(bits / 3 + 20);
        return pi(digits).multiply(new BigDecimal(BigInteger.ONE.shiftLeft(bits))).toBigInteger();
    }

    /** Machin: pi = 16 arctan(1/5) - 4 arctan(1/239). */
    private static BigDecimal pi(MathContext digits) {
        BigDecimal sixteen = BigDecimal.valueOf(16).multiply(inverseArctan(5, digits));
        return sixteen.subtract(BigDecimal.valueOf(4).multiply(inverseArctan(239, digits)));
    }

    private static BigDecimal inverseArctan(int n, MathContext digits) {
        int scale = digits.getPrecision();
        BigInteger unit = BigInteger.TEN.pow(scale);
        BigInteger square = BigInteger.valueOf((long) n * n);
        BigInteger power = unit.divide(BigInteger.valueOf(n));
        BigInteger sum = power;
        for (int k = 1; power.signum() != 0; k++) {
            power = power.divide(square);
            BigInteger term = power.divide(BigInteger.valueOf(2L * k + 1));
            sum = k % 2 == 1 ? sum.subtract(term) : sum.add(term);
        }
        return new BigDecimal(sum, scale);
    }
}
