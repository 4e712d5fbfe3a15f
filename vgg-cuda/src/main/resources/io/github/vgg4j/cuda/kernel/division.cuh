// Divisions whose inverse is known: five instructions in a row instead of a branch and a call, and
// the very bits of a division, as long as no exponent runs over. Then nothing but a result's exponent
// depends on the operands' exponents: a test tries every mantissa.
#ifndef DIVISION_CUH
#define DIVISION_CUH

// One Newton step towards a / b, where inverse is 1 / b rounded to nearest.
__device__ inline float nearer(float quotient, float a, float b, float inverse) {
  return fmaf(fmaf(-b, quotient, a), inverse, quotient);
}

// a / 255; here one step is enough.
__device__ inline float by255(float a) {
  const float inverse = 1 / 255.0f;
  return nearer(a * inverse, a, 255, inverse);
}

// a / b, whatever b: the first step leaves less than a unit in the last place, the second one then
// rounds as a division does (Markstein, "Computation of elementary functions on the IBM RISC
// System/6000 processor", 1990).
__device__ inline float by(float a, float b, float inverse) {
  return nearer(nearer(a * inverse, a, b, inverse), a, b, inverse);
}

#endif
