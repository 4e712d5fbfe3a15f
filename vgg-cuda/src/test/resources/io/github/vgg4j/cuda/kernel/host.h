// Lets a plain C++ compiler take the kernels: CUDA's words, and a block whose threads are fibers.
// A thread runs until it waits; the others run meanwhile. In which order they start and go on, and
// what lies in shared memory at first, is another thing in each block, so that a result that
// depends on it shows.
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#define __global__
#define __device__
#define __launch_bounds__(...)
#define __align__(bytes) __attribute__((aligned(bytes)))

struct float2 {
  float x, y;
};
struct alignas(16) float4 {
  float x, y, z, w;
};
struct alignas(8) uint2 {
  unsigned x, y;
};
struct alignas(16) uint4 {
  unsigned x, y, z, w;
};

static inline float2 make_float2(float x, float y) { return {x, y}; }
static inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
static inline uint2 make_uint2(unsigned x, unsigned y) { return {x, y}; }
static inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) {
  return {x, y, z, w};
}

template <class To, class From>
static inline To bitsAs(From from) {
  static_assert(sizeof(To) == sizeof(From), "two types of one size");
  To to;
  memcpy(&to, &from, sizeof(To));
  return to;
}

static inline float __uint_as_float(unsigned x) { return bitsAs<float>(x); }
static inline unsigned __float_as_uint(float x) { return bitsAs<unsigned>(x); }
static inline float __fdividef(float x, float y) { return x / y; }
static inline float __fmul_rn(float x, float y) { return x * y; }
static inline float __fadd_rn(float x, float y) { return x + y; }

namespace host {

struct Dimension {
  unsigned x;
};

const int MOST_THREADS = 1024;
const size_t STACK = 128 << 10;

enum class State { NEW, RUNNING, AT_BLOCK, AT_WARP, READY, DONE };

struct Fiber {
  ucontext_t context;
  jmp_buf point;
  int thread;
  bool started;
};

// Fibers in the order in which they came.
struct Line {
  Fiber* fibers[MOST_THREADS];
  int first, count;

  Fiber*& at(int i) { return fibers[(first + i) % MOST_THREADS]; }

  void add(Fiber* last) { at(count++) = last; }

  Fiber* take() {
    Fiber* next = fibers[first];
    first = (first + 1) % MOST_THREADS;
    count--;
    return next;
  }
};

static Dimension threadIndex, blockIndex, blockSize, gridSize;
static char problem[300];
static jmp_buf scheduler;
static Line idle, ready, waiting;
static State states[MOST_THREADS];
static Fiber* current;
static int unstarted, done, atBlock;
static int order[MOST_THREADS];
static unsigned long long randomState;
static void (*body)();
static int atWarp[MOST_THREADS / 32];
// Two sets of values for each warp: nobody is more than one exchange ahead.
static unsigned long long exchanged[2][MOST_THREADS];
static unsigned exchanges[MOST_THREADS];
// Shared arrays that this block has come by.
static const int MOST_ARRAYS = 32;
static const void* arrays[MOST_ARRAYS];
static int arrayCount;

static void complain(const char* what) {
  if (!problem[0]) {
    snprintf(
        problem, sizeof problem, "block %u, thread %u: %s", blockIndex.x, threadIndex.x, what);
  }
}

static void toScheduler() {
  if (_setjmp(current->point) == 0) _longjmp(scheduler, 1);
}

// HostCompiler puts a call behind each shared array. When a block first comes by, it is filled with
// not-a-number: what the block before left is gone.
static void shared(void* array, size_t bytes) {
  for (int i = 0; i < arrayCount; i++) {
    if (arrays[i] == array) return;
  }
  if (arrayCount == MOST_ARRAYS) {
    complain("too many shared arrays");
    return;
  }
  arrays[arrayCount++] = array;
  memset(array, 0xff, bytes);
}

// A random number below a bound: splitmix64 (Steele, Lea and Flood 2014).
static unsigned below(unsigned bound) {
  unsigned long long z = randomState += 0x9e3779b97f4a7c15ull;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ z >> 27) * 0x94d049bb133111ebull;
  return (unsigned) ((z ^ z >> 31) >> 32) % bound;
}

template <class T>
static void swap(T& one, T& other) {
  T kept = one;
  one = other;
  other = kept;
}

static void shuffle(int* items, int count) {
  for (int i = count - 1; i > 0; i--) swap(items[i], items[below(i + 1)]);
}

// The order in which threads start. Four launches that follow one another meet all four ways.
static void chooseOrder(unsigned way) {
  int threads = blockSize.x;
  for (int i = 0; i < threads; i++) order[i] = way == 1 ? threads - 1 - i : i;
  if (way == 2 && threads % 32 == 0) {
    int warps[MOST_THREADS / 32];
    for (int i = 0; i < threads / 32; i++) warps[i] = i;
    shuffle(warps, threads / 32);
    for (int i = 0; i < threads; i++) order[i] = 32 * warps[i / 32] + i % 32;
  } else if (way >= 2) {
    shuffle(order, threads);
  }
}

// One fiber runs thread after thread as long as none waits: most kernels never switch.
static void run() {
  for (;;) {
    while (unstarted > 0) {
      unstarted--;
      int thread = order[unstarted];
      current->thread = thread;
      threadIndex.x = thread;
      states[thread] = State::RUNNING;
      body();
      states[current->thread] = State::DONE;
      done++;
    }
    idle.add(current);
    toScheduler();
  }
}

static Fiber* fiber() {
  if (idle.count > 0) return idle.take();
  Fiber* made = (Fiber*) calloc(1, sizeof(Fiber));
  getcontext(&made->context);
  made->context.uc_stack.ss_sp = malloc(STACK);
  made->context.uc_stack.ss_size = STACK;
  makecontext(&made->context, run, 0);
  return made;
}

static void resume(Fiber* next) {
  current = next;
  threadIndex.x = next->thread;
  if (_setjmp(scheduler) == 0) {
    if (next->started) _longjmp(next->point, 1);
    next->started = true;
    setcontext(&next->context);
  }
}

// Those who waited go on in any order, not in that of their coming.
static void release(State what, int firstThread, int threads) {
  for (int i = waiting.count - 1; i > 0; i--) swap(waiting.at(i), waiting.at(below(i + 1)));
  for (int rest = waiting.count; rest > 0; rest--) {
    Fiber* next = waiting.take();
    int thread = next->thread;
    if (states[thread] == what && thread >= firstThread && thread < firstThread + threads) {
      states[thread] = State::READY;
      ready.add(next);
    } else {
      waiting.add(next);
    }
  }
}

static void wait(State how) {
  states[current->thread] = how;
  waiting.add(current);
  toScheduler();
  states[current->thread] = State::RUNNING;
}

static void blockBarrier() {
  if (++atBlock == (int) blockSize.x) {
    atBlock = 0;
    release(State::AT_BLOCK, 0, blockSize.x);
  } else {
    wait(State::AT_BLOCK);
  }
}

static void warpBarrier() {
  unsigned warp = threadIndex.x / 32;
  if (++atWarp[warp] == 32) {
    atWarp[warp] = 0;
    release(State::AT_WARP, 32 * warp, 32);
  } else {
    wait(State::AT_WARP);
  }
}

template <class T>
static T exchange(unsigned mask, T mine, unsigned lane) {
  static_assert(sizeof(T) <= 8, "a shuffle moves 8 bytes at most");
  if (mask != 0xffffffffu) complain("a shuffle of a part of a warp");
  unsigned thread = threadIndex.x;
  unsigned long long* set = exchanged[exchanges[thread]++ % 2] + thread / 32 * 32;
  memcpy(set + thread % 32, &mine, sizeof(T));
  warpBarrier();
  T other;
  memcpy(&other, set + lane % 32, sizeof(T));
  return other;
}

static void runBlock() {
  unstarted = blockSize.x;
  done = 0;
  atBlock = 0;
  arrayCount = 0;
  memset(states, 0, sizeof states);
  memset(atWarp, 0, sizeof atWarp);
  memset(exchanges, 0, sizeof exchanges);
  while (done < (int) blockSize.x) {
    if (ready.count > 0) {
      resume(ready.take());
    } else if (unstarted > 0) {
      resume(fiber());
    } else {
      complain("some threads wait for others that never come");
      waiting.count = 0;
      return;
    }
  }
}

template <class F>
static F* kernelToRun;
template <class F>
static void** kernelArguments;

template <size_t... I>
struct Indices {};

template <size_t N, size_t... I>
struct IndicesBelow : IndicesBelow<N - 1, N - 1, I...> {};

template <size_t... I>
struct IndicesBelow<0, I...> {
  typedef Indices<I...> type;
};

template <class... A, size_t... I>
static void call(void (*kernel)(A...), void** arguments, Indices<I...>) {
  kernel(*static_cast<A*>(arguments[I])...);
}

template <class... A>
static void thread() {
  typedef typename IndicesBelow<sizeof...(A)>::type Every;
  call(kernelToRun<void(A...)>, kernelArguments<void(A...)>, Every());
}

// Runs a whole grid, in orders that a seed gives; says what was wrong, or nullptr.
template <class... A>
static const char* launch(
    void (*kernel)(A...), int grid, int block, int count, void** arguments, const int* sizes,
    unsigned long long seed) {
  problem[0] = 0;
  const int expected[] = {(int) sizeof(A)...};
  if (count != (int) sizeof...(A)) {
    snprintf(problem, sizeof problem, "%d arguments instead of %d", count, (int) sizeof...(A));
    return problem;
  }
  for (int i = 0; i < count; i++) {
    if (sizes[i] != expected[i]) {
      snprintf(
          problem, sizeof problem, "argument %d has %d bytes instead of %d", i, sizes[i],
          expected[i]);
      return problem;
    }
  }
  kernelToRun<void(A...)> = kernel;
  kernelArguments<void(A...)> = arguments;
  body = thread<A...>;
  gridSize.x = grid;
  blockSize.x = block;
  randomState = seed;
  // From the first block on or from the last: none may need what another one wrote.
  bool backwards = seed % 2 == 1;
  for (int i = 0; i < grid && !problem[0]; i++) {
    blockIndex.x = backwards ? grid - 1 - i : i;
    chooseOrder((seed + i) % 4);
    runBlock();
  }
  return problem[0] ? problem : nullptr;
}

}  // namespace host

#define threadIdx host::threadIndex
#define blockIdx host::blockIndex
#define blockDim host::blockSize
#define gridDim host::gridSize
#define __syncthreads() host::blockBarrier()
#define __syncwarp() host::warpBarrier()
#define __shfl_sync(mask, mine, lane) host::exchange(mask, mine, lane)
#define __shfl_xor_sync(mask, mine, lanes) host::exchange(mask, mine, threadIdx.x % 32 ^ (lanes))
#define CHECK_ALIGNED(pointer, bytes) \
  if ((size_t) (pointer) % (bytes)) host::complain("an address is not a multiple of " #bytes)
