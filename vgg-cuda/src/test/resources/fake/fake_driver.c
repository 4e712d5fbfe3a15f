// A driver for tests: devices that do not exist, whose kernels a processor runs.
#include "fake.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char* NAMES[COUNTED] = {"device bytes", "pinned blocks", "streams", "events", "modules", "graphs", "executables"};
static long counts[COUNTED];
static long kernels;
static int broken;
static double now;

long fake_number(const char* variable, long otherwise) {
  const char* value = getenv(variable);
  return value ? atol(value) : otherwise;
}

// A device that broke answers every call with its error.
int fake_answer(int code) { return broken ? broken : code; }

int fake_broken(void) { return broken; }

void fake_count(enum counted what, long change) { counts[what] += change; }

long fake_counted(enum counted what) { return counts[what]; }

void fake_log(const char* format, ...) {
  const char* name = getenv("FAKE_CUDA_REPORT");
  FILE* file = name ? fopen(name, "a") : NULL;
  if (!file) return;
  va_list list;
  va_start(list, format);
  vfprintf(file, format, list);
  va_end(list);
  fputc('\n', file);
  fclose(file);
}

__attribute__((destructor)) static void report(void) {
  for (int i = 0; i < COUNTED; i++) fake_log("left %s: %ld", NAMES[i], counts[i]);
}

void fake_append(struct ops* ops, struct op op) {
  if (ops->count == ops->room) {
    ops->room = ops->room ? 2 * ops->room : 16;
    ops->at = realloc(ops->at, ops->room * sizeof(struct op));
  }
  ops->at[ops->count++] = op;
}

// While a stream is captured what is put on it goes into the graph.
void fake_put(struct stream* stream, struct op op) {
  fake_append(stream->capture ? &stream->capture->ops : &stream->ops, op);
}

static void run_kernel(struct op* op) {
  int* at = (int*)op->arguments[0];
  if (++kernels == fake_number("FAKE_CUDA_LOST_AT", -1)) broken = fake_number("FAKE_CUDA_LOST_CODE", 700);
  if (broken) return;
  fake_log("run %s", op->kernel);
  now += 1;
  if (!strcmp(op->kernel, "fill")) {
    for (long i = 0; i < op->arguments[2]; i++) at[i] = (int)op->arguments[1];
  } else if (!strcmp(op->kernel, "add")) {
    for (long i = 0; i < op->arguments[2]; i++) at[i] += (int)op->arguments[1];
  } else if (!strcmp(op->kernel, "copy")) {
    memcpy((void*)op->arguments[1], at, op->arguments[2] * sizeof(int));
  } else if (!strcmp(op->kernel, "mixed")) {
    // Pointer, 32-bit, 64-bit, float32: what a kernel sees of each.
    float real;
    int bits = (int)op->arguments[3];
    memcpy(&real, &bits, sizeof real);
    at[0] = (int)op->arguments[1];
    at[1] = (int)(op->arguments[2] >> 32);
    at[2] = (int)(real * 1000);
  }
}

static void run_op(struct op* op) {
  switch (op->kind) {
    case COPY:
      fake_log("run copy of %ld", (long)op->bytes);
      if (!broken) memcpy(op->to, op->from, op->bytes);
      break;
    case CLEAR: if (!broken) memset(op->to, 0, op->bytes); break;
    case KERNEL: run_kernel(op); break;
    case MARK: op->event->time = now; break;
    case WAIT: fake_run(op->stream, op->position); break;
    case GRAPH: for (long i = 0; i < op->graph->ops.count; i++) run_op(&op->graph->ops.at[i]); break;
  }
}

void fake_run(struct stream* stream, long position) {
  while (stream->done < position) {
    struct op op = stream->ops.at[stream->done++];
    run_op(&op);
  }
}

int cuInit(unsigned flags) { return fake_number("FAKE_CUDA_INIT", 0); }

int cuDriverGetVersion(int* version) {
  *version = fake_number("FAKE_CUDA_DRIVER", 13000);
  return 0;
}

int cuDeviceGet(int* device, int ordinal) {
  *device = ordinal;
  return 0;
}

int cuDeviceGetName(char* name, int length, int device) {
  snprintf(name, length, "Fake GPU %c", 'A' + device);
  return 0;
}

int cuDeviceTotalMem_v2(size_t* bytes, int device) {
  *bytes = fake_number("FAKE_CUDA_MEMORY", 1L << 30);
  return 0;
}

struct module { char* image; };

int cuModuleLoadData(struct module** module, const char* image) {
  if (broken) return broken;
  if (strncmp(image, "fake ", 5)) return 200;
  *module = malloc(sizeof(struct module));
  (*module)->image = strdup(image);
  fake_count(MODULES, 1);
  fake_log("module %s", image + 5);
  return 0;
}

int cuModuleUnload(struct module* module) {
  free(module->image);
  free(module);
  fake_count(MODULES, -1);
  return fake_answer(0);
}

int cuModuleGetFunction(const char** function, struct module* module, const char* name) {
  if (broken) return broken;
  if (!strcmp(name, "absent")) return 500;
  *function = strdup(name);
  return 0;
}

// Words of the arguments: the pointer and 64-bit ones whole, of the others the lower half counts.
static const char* widths(const char* kernel) {
  if (!strcmp(kernel, "copy")) return "ppi";
  if (!strcmp(kernel, "mixed")) return "pilf";
  return "pii";
}

int cuLaunchKernel(const char* kernel, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                   unsigned shared, struct stream* stream, void** parameters, void** extra) {
  if (broken) return broken;
  if (stream->capture && !strcmp(kernel, "uncapturable")) {
    stream->invalid = 1;
    return 900;
  }
  struct op op = {.kind = KERNEL, .kernel = kernel};
  const char* width = widths(kernel);
  for (int i = 0; width[i]; i++) {
    op.arguments[i] = width[i] == 'p' || width[i] == 'l' ? *(long*)parameters[i] : *(int*)parameters[i];
  }
  fake_log("%s %s %ux%u", stream->capture ? "capture" : "launch", kernel, gx, bx);
  fake_put(stream, op);
  return 0;
}
