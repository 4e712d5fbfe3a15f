// What all kernels share: numbers, vectors of them, and which part of the work a thread has.
// Needs no header of CUDA's, so that NVRTC and a plain C++ compiler take it as it is.
#ifndef VGG_CUH
#define VGG_CUH

// A bfloat16 number: the upper half of a float32.
struct Bf16 {
  unsigned short bits;
};

#if BF16
typedef Bf16 Number;
#else
typedef float Number;
#endif

// Numbers in 16 bytes, the widest load there is.
#define WIDE (16 / (int) sizeof(Number))

// A compiler for a processor puts a check here.
#ifndef CHECK_ALIGNED
#define CHECK_ALIGNED(pointer, bytes)
#endif

__device__ inline long long firstItem() { return (long long) blockIdx.x * blockDim.x + threadIdx.x; }

__device__ inline long long itemStride() { return (long long) gridDim.x * blockDim.x; }

__device__ inline float asFloat(Bf16 x) { return __uint_as_float((unsigned) x.bits << 16); }

__device__ inline float asFloat(float x) { return x; }

// Rounds to nearest, of two equally near to even; not-a-number stays that.
__device__ inline unsigned roundedBits(float x) {
  unsigned bits = __float_as_uint(x);
  if ((bits & 0x7fffffffu) > 0x7f800000u) return 0x7fffu;
  return (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
}

__device__ inline unsigned roundedPair(float low, float high) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 800
  unsigned pair;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(pair) : "f"(high), "f"(low));
  return pair;
#else
  return roundedBits(low) | roundedBits(high) << 16;
#endif
}

__device__ inline void set(float* to, float x) { *to = x; }

__device__ inline void set(Bf16* to, float x) { to->bits = (unsigned short) roundedPair(x, 0); }

__device__ inline void unpackPair(unsigned pair, float* v) {
  v[0] = __uint_as_float(pair << 16);
  v[1] = __uint_as_float(pair & 0xffff0000u);
}

// What one load brings: N numbers, a power of two and 16 bytes at most.
template <class T, int N>
struct PackedOf;

// clang-format off
template <> struct PackedOf<float, 1> { typedef float Type; };
template <> struct PackedOf<float, 2> { typedef float2 Type; };
template <> struct PackedOf<float, 4> { typedef float4 Type; };
template <> struct PackedOf<Bf16, 1> { typedef unsigned short Type; };
template <> struct PackedOf<Bf16, 2> { typedef unsigned Type; };
template <> struct PackedOf<Bf16, 4> { typedef uint2 Type; };
template <> struct PackedOf<Bf16, 8> { typedef uint4 Type; };
template <> struct PackedOf<unsigned char, 1> { typedef unsigned char Type; };
template <> struct PackedOf<unsigned char, 2> { typedef unsigned short Type; };
template <> struct PackedOf<unsigned char, 4> { typedef unsigned Type; };
template <> struct PackedOf<unsigned char, 8> { typedef uint2 Type; };
// clang-format on

template <class T, int N>
using Packed = typename PackedOf<T, N>::Type;

// Loads N numbers from an address that is a multiple of their size, and leaves them as they are.
template <int N, class T>
__device__ inline Packed<T, N> packed(const T* from) {
  CHECK_ALIGNED(from, N * sizeof(T));
  return *reinterpret_cast<const Packed<T, N>*>(from);
}

__device__ inline void unpack(float one, float (&v)[1]) { v[0] = one; }

__device__ inline void unpack(float2 two, float (&v)[2]) {
  v[0] = two.x;
  v[1] = two.y;
}

__device__ inline void unpack(float4 four, float (&v)[4]) {
  v[0] = four.x;
  v[1] = four.y;
  v[2] = four.z;
  v[3] = four.w;
}

__device__ inline void unpack(unsigned short one, float (&v)[1]) { v[0] = asFloat(Bf16{one}); }

__device__ inline void unpack(unsigned two, float (&v)[2]) { unpackPair(two, v); }

__device__ inline void unpack(uint2 four, float (&v)[4]) {
  unpackPair(four.x, v);
  unpackPair(four.y, v + 2);
}

__device__ inline void unpack(uint4 eight, float (&v)[8]) {
  unpackPair(eight.x, v);
  unpackPair(eight.y, v + 2);
  unpackPair(eight.z, v + 4);
  unpackPair(eight.w, v + 6);
}

__device__ inline void unpack(unsigned char one, unsigned (&v)[1]) { v[0] = one; }

__device__ inline void unpack(unsigned short two, unsigned (&v)[2]) {
  v[0] = two & 255;
  v[1] = two >> 8;
}

__device__ inline void unpack(unsigned four, unsigned (&v)[4]) {
#pragma unroll
  for (int i = 0; i < 4; i++) v[i] = four >> 8 * i & 255;
}

__device__ inline void unpack(uint2 eight, unsigned (&v)[8]) {
#pragma unroll
  for (int i = 0; i < 4; i++) {
    v[i] = eight.x >> 8 * i & 255;
    v[i + 4] = eight.y >> 8 * i & 255;
  }
}

// Loads N numbers, a power of two, from an address that is a multiple of their size or of 16.
template <class T, int N>
__device__ inline void load(const T* from, float (&v)[N]) {
  constexpr int once = N < 16 / (int) sizeof(T) ? N : 16 / (int) sizeof(T);
#pragma unroll
  for (int i = 0; i < N; i += once) {
    unpack(packed<once>(from + i), reinterpret_cast<float (&)[once]>(v[i]));
  }
}

template <int N>
__device__ inline void store(float* to, const float (&v)[N]) {
  CHECK_ALIGNED(to, N >= 4 ? 16 : 4 * N);
  if constexpr (N >= 4) {
#pragma unroll
    for (int i = 0; i < N; i += 4) {
      *reinterpret_cast<float4*>(to + i) = make_float4(v[i], v[i + 1], v[i + 2], v[i + 3]);
    }
  } else if constexpr (N == 2) {
    *reinterpret_cast<float2*>(to) = make_float2(v[0], v[1]);
  } else {
    *to = v[0];
  }
}

template <int N>
__device__ inline void store(Bf16* to, const float (&v)[N]) {
  CHECK_ALIGNED(to, 2 * N);
  if constexpr (N == 8) {
    *reinterpret_cast<uint4*>(to) =
        make_uint4(
            roundedPair(v[0], v[1]),
            roundedPair(v[2], v[3]),
            roundedPair(v[4], v[5]),
            roundedPair(v[6], v[7]));
  } else if constexpr (N == 4) {
    *reinterpret_cast<uint2*>(to) = make_uint2(roundedPair(v[0], v[1]), roundedPair(v[2], v[3]));
  } else if constexpr (N == 2) {
    *reinterpret_cast<unsigned*>(to) = roundedPair(v[0], v[1]);
  } else {
    set(to, v[0]);
  }
}

// The same at the end of an array that has only so many numbers left; what is beyond counts as 0.
template <class T, int N>
__device__ inline void load(const T* from, long long left, float (&v)[N]) {
  if (left >= N) {
    load(from, v);
  } else {
#pragma unroll
    for (int i = 0; i < N; i++) v[i] = i < left ? asFloat(from[i]) : 0;
  }
}

template <class T, int N>
__device__ inline void store(T* to, long long left, const float (&v)[N]) {
  if (left >= N) {
    store(to, v);
  } else {
#pragma unroll
    for (int i = 0; i < N; i++) {
      if (i < left) set(to + i, v[i]);
    }
  }
}

// N small numbers as bytes, N a power of two up to 8, at an address that is a multiple of N.
template <int N>
__device__ inline void loadBytes(const unsigned char* from, unsigned (&v)[N]) {
  unpack(packed<N>(from), v);
}

template <int N>
__device__ inline void storeBytes(unsigned char* to, const unsigned (&v)[N]) {
  CHECK_ALIGNED(to, N);
  if constexpr (N == 8) {
    *reinterpret_cast<uint2*>(to) =
        make_uint2(
            v[0] | v[1] << 8 | v[2] << 16 | v[3] << 24,
            v[4] | v[5] << 8 | v[6] << 16 | v[7] << 24);
  } else if constexpr (N == 4) {
    *reinterpret_cast<unsigned*>(to) = v[0] | v[1] << 8 | v[2] << 16 | v[3] << 24;
  } else {
#pragma unroll
    for (int i = 0; i < N; i++) to[i] = (unsigned char) v[i];
  }
}

#endif
