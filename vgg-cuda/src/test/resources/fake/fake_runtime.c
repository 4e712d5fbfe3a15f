// A runtime for tests, on the fake driver: memory of the host, streams that run as late as they may.
#include "fake.h"

#include <stdlib.h>
#include <string.h>

static __thread int current = -1;
static int last;

static int answer(int code) {
  int told = fake_answer(code);
  if (told) last = told;
  return told;
}

int cudaRuntimeGetVersion(int* version) {
  *version = 13000;
  return 0;
}

int cudaGetLastError(void) {
  int told = last;
  last = 0;
  return told;
}

const char* cudaGetErrorName(int code) {
  switch (code) {
    case 2: return "cudaErrorMemoryAllocation";
    case 214: return "cudaErrorECCUncorrectable";
    case 700: return "cudaErrorIllegalAddress";
    case 900: return "cudaErrorStreamCaptureUnsupported";
    default: return "cudaErrorFake";
  }
}

const char* cudaGetErrorString(int code) {
  switch (code) {
    case 2: return "out of memory";
    case 214: return "uncorrectable ECC error encountered";
    case 700: return "an illegal memory access was encountered";
    case 900: return "operation not permitted when stream is capturing";
    default: return "an error of the fake";
  }
}

int cudaGetDeviceCount(int* count) {
  *count = fake_number("FAKE_CUDA_DEVICES", 1);
  return *count ? 0 : 100;
}

int cudaDeviceGetAttribute(int* value, int attribute, int device) {
  int capability = fake_number("FAKE_CUDA_CAPABILITY", 90);
  if (attribute == 75) *value = capability / 10;
  else if (attribute == 76) *value = capability % 10;
  else if (attribute == 16) *value = 132;
  else return answer(1);
  return 0;
}

int cudaSetDevice(int device) {
  current = device;
  return answer(0);
}

// A call on a thread that has not said which device it means.
static int lost_thread(void) { return current < 0; }

int cudaMemGetInfo(size_t* free_bytes, size_t* total) {
  *total = fake_number("FAKE_CUDA_MEMORY", 1L << 30);
  *free_bytes = *total - fake_counted(DEVICE_BYTES);
  return answer(lost_thread() ? 1 : 0);
}

int cudaMalloc(void** memory, size_t bytes) {
  if (fake_broken()) return answer(0);
  if (lost_thread()) return answer(1);
  if (fake_counted(DEVICE_BYTES) + (long)bytes > fake_number("FAKE_CUDA_MEMORY", 1L << 30)) return answer(2);
  size_t* block = aligned_alloc(256, (bytes + 511) / 256 * 256);
  *block = bytes;
  *memory = (char*)block + 256;
  memset(*memory, 0x55, bytes);
  fake_count(DEVICE_BYTES, bytes);
  return 0;
}

int cudaFree(void* memory) {
  if (memory) {
    size_t* block = (size_t*)((char*)memory - 256);
    fake_count(DEVICE_BYTES, -(long)*block);
    free(block);
  }
  return answer(0);
}

int cudaHostAlloc(void** memory, size_t bytes, unsigned flags) {
  if (fake_broken()) return answer(0);
  *memory = malloc(bytes);
  fake_count(PINNED_BLOCKS, 1);
  return 0;
}

int cudaFreeHost(void* memory) {
  free(memory);
  fake_count(PINNED_BLOCKS, -1);
  return answer(0);
}

int cudaStreamCreateWithFlags(struct stream** stream, unsigned flags) {
  if (fake_broken()) return answer(0);
  *stream = calloc(1, sizeof(struct stream));
  fake_count(STREAMS, 1);
  return 0;
}

int cudaStreamDestroy(struct stream* stream) {
  fake_count(STREAMS, -1);
  return answer(0);
}

int cudaStreamSynchronize(struct stream* stream) {
  fake_run(stream, stream->ops.count);
  return answer(0);
}

int cudaMemcpyAsync(void* to, const void* from, size_t bytes, int direction, struct stream* stream) {
  if (fake_broken()) return answer(0);
  if (lost_thread()) return answer(1);
  struct op op = {.kind = COPY, .to = to, .from = from, .bytes = bytes};
  fake_put(stream, op);
  if (direction == 1 && getenv("FAKE_CUDA_EAGER")) fake_run(stream, stream->ops.count);
  return answer(0);
}

int cudaMemsetAsync(void* to, int value, size_t bytes, struct stream* stream) {
  struct op op = {.kind = CLEAR, .to = to, .bytes = bytes};
  fake_put(stream, op);
  return answer(0);
}

int cudaEventCreateWithFlags(struct event** event, unsigned flags) {
  if (fake_broken()) return answer(0);
  *event = calloc(1, sizeof(struct event));
  fake_count(EVENTS, 1);
  return 0;
}

int cudaEventDestroy(struct event* event) {
  fake_count(EVENTS, -1);
  return answer(0);
}

int cudaEventRecord(struct event* event, struct stream* stream) {
  struct op op = {.kind = MARK, .event = event};
  fake_put(stream, op);
  event->stream = stream;
  event->position = stream->ops.count;
  return answer(0);
}

int cudaEventSynchronize(struct event* event) {
  if (event->stream) fake_run(event->stream, event->position);
  return answer(0);
}

int cudaStreamWaitEvent(struct stream* stream, struct event* event, unsigned flags) {
  struct op op = {.kind = WAIT, .stream = event->stream, .position = event->position};
  if (event->stream) fake_put(stream, op);
  return answer(0);
}

int cudaEventElapsedTime(float* milliseconds, struct event* begin, struct event* end) {
  *milliseconds = (float)(end->time - begin->time);
  return answer(0);
}

int cudaStreamBeginCapture(struct stream* stream, int mode) {
  if (stream->capture || lost_thread()) return answer(1);
  stream->capture = calloc(1, sizeof(struct graph));
  stream->invalid = 0;
  fake_log("begin capture, mode %d", mode);
  return answer(0);
}

int cudaStreamEndCapture(struct stream* stream, struct graph** graph) {
  if (!stream->capture) return answer(1);
  *graph = stream->invalid ? NULL : stream->capture;
  stream->capture = NULL;
  fake_log("end capture");
  if (stream->invalid) return answer(901);
  fake_count(GRAPHS, 1);
  return answer(0);
}

int cudaGraphInstantiate(struct graph** executable, struct graph* graph, unsigned long long flags) {
  *executable = calloc(1, sizeof(struct graph));
  for (long i = 0; i < graph->ops.count; i++) fake_append(&(*executable)->ops, graph->ops.at[i]);
  fake_count(EXECUTABLES, 1);
  return answer(0);
}

int cudaGraphDestroy(struct graph* graph) {
  fake_count(GRAPHS, -1);
  return answer(0);
}

int cudaGraphExecDestroy(struct graph* executable) {
  fake_count(EXECUTABLES, -1);
  return answer(0);
}

int cudaGraphLaunch(struct graph* executable, struct stream* stream) {
  struct op op = {.kind = GRAPH, .graph = executable};
  fake_log("launch graph of %ld", executable->ops.count);
  fake_put(stream, op);
  return answer(0);
}
