// Mean and sum of squared differences of a set of numbers, and Chan, Golub and LeVeque's rule
// (1979) for two sets together: nothing is lost where the mean is large beside the deviation.
#ifndef MOMENTS_CUH
#define MOMENTS_CUH

// What the numbers of two sets have in common, whatever the channel.
struct Shares {
  float second, both;
};

__device__ inline Shares shares(float count, float other) {
  float all = count + other;
  // Off by two units in the last place at most, without the call of an exact division.
  float second = all > 0 ? __fdividef(other, all) : 0;
  return {second, count * second};
}

__device__ inline void merge(
    const Shares& of, float& mean, float& squares, float otherMean, float otherSquares) {
  float delta = otherMean - mean;
  mean += delta * of.second;
  squares += otherSquares + delta * delta * of.both;
}

#endif
