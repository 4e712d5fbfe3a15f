// From a batch's bytes to a network's input: changed, resized, normalised, in the number type, in
// one pass. A thread writes 8 neighbouring numbers, and loads what 4 of them are made of before it
// uses any.
#include "division.cuh"
#include "vgg.cuh"

#define NUMBERS 8
#define TOGETHER 4

// One side of an output pixel: its two source pixels and the second one's weight. Multiplied and
// added one by one, never in one rounding, for these are the very numbers of data.Resize.
struct Side {
  int first, second;
  float weight;
};

__device__ inline Side side(int i, int source, float scale) {
  float position = __fadd_rn(__fmul_rn(scale, (float) i + 0.5f), -0.5f);
  position = position < 0 ? 0 : position;
  Side at;
  at.first = (int) position;
  at.first = at.first < source - 1 ? at.first : source - 1;
  at.second = at.first + 1 < source - 1 ? at.first + 1 : source - 1;
  at.weight = position - (float) at.first;
  return at;
}

// A row of output pixels: the image that they come from, where in each of its planes the two lines
// begin, below 0 where zeros moved in, and how far to the right it moved.
struct Row {
  const unsigned char* image;
  int plane, width, upper, lower;
  float weight;
  int mirrored, right;
};

// What happens to an image: mirrored, then moved.
__device__ inline Row rowOf(
    const unsigned char* image, const int* change, int height, int width, const Side& down) {
  Row row;
  row.image = image;
  row.plane = height * width;
  row.width = width;
  row.mirrored = change ? change[0] : 0;
  int moved = change ? change[1] : 0;
  row.right = change ? change[2] : 0;
  int upper = down.first - moved;
  int lower = down.second - moved;
  row.upper = (unsigned) upper < (unsigned) height ? upper * width : -1;
  row.lower = (unsigned) lower < (unsigned) height ? lower * width : -1;
  row.weight = down.weight;
  return row;
}

// Which column of its image a column shows, below 0 for one that moved in.
__device__ inline int shown(const Row& row, int x) {
  x -= row.right;
  int column = row.mirrored ? row.width - 1 - x : x;
  return (unsigned) x < (unsigned) row.width ? column : -1;
}

// The condition holds the load alone, so that the next one need not wait.
__device__ inline unsigned char pixel(const unsigned char* plane, int line, int column) {
  unsigned char byte = 0;
  if ((line | column) >= 0) byte = plane[line + column];
  return byte;
}

// What one number is made of.
struct Four {
  unsigned char upper[2], lower[2];
  float weight;
};

__device__ inline Four four(const Row& row, int c, int x, float scale) {
  Side across = side(x, row.width, scale);
  int first = shown(row, across.first);
  int second = shown(row, across.second);
  const unsigned char* plane = row.image + (long long) c * row.plane;
  Four parts;
  parts.upper[0] = pixel(plane, row.upper, first);
  parts.upper[1] = pixel(plane, row.upper, second);
  parts.lower[0] = pixel(plane, row.lower, first);
  parts.lower[1] = pixel(plane, row.lower, second);
  parts.weight = across.weight;
  return parts;
}

__device__ inline float blend(float weight, float first, float second) {
  return __fadd_rn(__fmul_rn(1 - weight, first), __fmul_rn(weight, second));
}

__device__ inline float blend(const Row& row, const Four& parts) {
  float upper = blend(parts.weight, parts.upper[0], parts.upper[1]);
  float lower = blend(parts.weight, parts.lower[0], parts.lower[1]);
  return blend(row.weight, upper, lower);
}

extern "C" __global__ void __launch_bounds__(256) prepare(
    const unsigned char* __restrict__ pixels, int sourceHeight, int sourceWidth,
    const int* __restrict__ order, const int* __restrict__ changes,
    const float* __restrict__ normalization, long long elements, int height, int width,
    Number* __restrict__ to) {
  const float* mean = normalization;
  const float* deviation = normalization + CHANNELS;
  const float* inverse = normalization + 2 * CHANNELS;
  float scaleY = (float) sourceHeight / (float) height;
  float scaleX = (float) sourceWidth / (float) width;
  bool quick = true;
#pragma unroll
  for (int c = 0; c < CHANNELS; c++) quick = quick && inverse[c] != 0;
  for (long long item = firstItem(); item * NUMBERS < elements; item += itemStride()) {
    long long first = item * NUMBERS;
    int left = elements - first < NUMBERS ? (int) (elements - first) : NUMBERS;
    unsigned line = (unsigned) (first / CHANNELS) / width;
    int x = (int) (first / CHANNELS - (long long) line * width);
    int c = (int) (first % CHANNELS);
    // A piece is what lies in one row: nearly always all of it.
    for (int done = 0; done < left; line++, x = 0, c = 0) {
      unsigned image = line / height;
      long long source = order ? order[image] : image;
      Row row =
          rowOf(
              pixels + source * CHANNELS * sourceHeight * sourceWidth,
              changes ? changes + 3 * image : nullptr, sourceHeight, sourceWidth,
              side(line - image * height, sourceHeight, scaleY));
      int here = (width - x) * CHANNELS - c;
      if (quick && here >= NUMBERS && left == NUMBERS && done == 0) {
#pragma unroll 1
        for (; done < NUMBERS; done += TOGETHER) {
          Four parts[TOGETHER];
          int channel[TOGETHER];
#pragma unroll
          for (int i = 0; i < TOGETHER; i++) {
            parts[i] = four(row, c, x, scaleX);
            channel[i] = c;
            x += c == CHANNELS - 1;
            c = c == CHANNELS - 1 ? 0 : c + 1;
          }
          float v[TOGETHER];
#pragma unroll
          for (int i = 0; i < TOGETHER; i++) {
            float a = by255(blend(row, parts[i])) - mean[channel[i]];
            v[i] = by(a, deviation[channel[i]], inverse[channel[i]]);
          }
          store(to + first + done, v);
        }
        break;
      }
#pragma unroll 1
      for (; here > 0 && done < left; here--, done++) {
        float a = blend(row, four(row, c, x, scaleX)) / 255 - mean[c];
        set(to + first + done, a / deviation[c]);
        x += c == CHANNELS - 1;
        c = c == CHANNELS - 1 ? 0 : c + 1;
      }
    }
  }
}
