// What the fake driver and the fake runtime share: streams that run as late as they may, and counts.
//
// Environment:
//   FAKE_CUDA_REPORT      file to which calls and what was never given back are written
//   FAKE_CUDA_DRIVER      newest CUDA of the driver, 13000 if not set
//   FAKE_CUDA_INIT        what cuInit answers, 0 if not set
//   FAKE_CUDA_DEVICES     how many there are, 1 if not set
//   FAKE_CUDA_CAPABILITY  such as 61; 90 if not set
//   FAKE_CUDA_MEMORY      bytes of a device, 1 GiB if not set
//   FAKE_CUDA_LOST_AT     the kernel that breaks the device, counted from 1; none if not set
//   FAKE_CUDA_LOST_CODE   the error that it makes, 700 if not set
//   FAKE_CUDA_EAGER       if set, copies up run at once where nothing holds them back
#ifndef FAKE_H
#define FAKE_H
#include <stddef.h>

enum kind { COPY, CLEAR, KERNEL, MARK, WAIT, GRAPH };

struct stream;
struct event {
  struct stream* stream;
  long position;
  double time;
};

struct op {
  enum kind kind;
  void* to;
  const void* from;
  size_t bytes;
  const char* kernel;
  long arguments[8];
  struct event* event;
  struct stream* stream;
  long position;
  struct graph* graph;
};

struct ops {
  struct op* at;
  long count;
  long room;
};

struct graph {
  struct ops ops;
};

struct stream {
  struct ops ops;
  long done;
  struct graph* capture;
  int invalid;
};

enum counted { DEVICE_BYTES, PINNED_BLOCKS, STREAMS, EVENTS, MODULES, GRAPHS, EXECUTABLES, COUNTED };

long fake_number(const char* variable, long otherwise);
int fake_answer(int code);
int fake_broken(void);
void fake_count(enum counted what, long change);
long fake_counted(enum counted what);
void fake_log(const char* format, ...);
void fake_put(struct stream* stream, struct op op);
void fake_append(struct ops* ops, struct op op);
void fake_run(struct stream* stream, long position);
#endif
