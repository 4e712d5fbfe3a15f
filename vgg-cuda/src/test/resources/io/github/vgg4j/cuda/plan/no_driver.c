/*
 * A libcuda.so.1 for a machine without a GPU, just enough for cuDNN to plan for a device that is
 * not there: its runtime compiler loads the kernel that it made, and looks it up, to see that it is
 * one. Everything that would need a device says that there is none. Never on the path of a machine
 * with a driver.
 */
enum { OK = 0, NO_DEVICE = 100 };

static void *const SOMETHING = (void *)0x1000;

static int give(void **out) {
  *out = SOMETHING;
  return OK;
}

int cuDriverGetVersion(int *version) {
  *version = 13000;
  return OK;
}

int cuGetErrorName(int error, const char **name) {
  (void)error;
  *name = "CUDA_ERROR_NO_DEVICE";
  return OK;
}

int cuGetErrorString(int error, const char **words) {
  (void)error;
  *words = "there is no GPU here";
  return OK;
}

/* What the runtime compiler asks of a kernel before it gives it away. */
int cuLibraryLoadData(void **library) { return give(library); }
int cuLibraryGetKernel(void **kernel) { return give(kernel); }
int cuLibraryGetModule(void **module) { return give(module); }
int cuModuleLoadData(void **module) { return give(module); }
int cuModuleLoadDataEx(void **module) { return give(module); }
int cuModuleGetFunction(void **function) { return give(function); }
int cuKernelGetFunction(void **function) { return give(function); }
int cuKernelSetAttribute(void) { return OK; }
int cuFuncSetAttribute(void) { return OK; }
int cuLibraryUnload(void) { return OK; }

int cuOccupancyMaxPotentialClusterSize(int *size) {
  *size = 8; /* the largest cluster that every Hopper has */
  return OK;
}

#define NEEDS_A_DEVICE(name) \
  int name(void) { return NO_DEVICE; }

NEEDS_A_DEVICE(cuInit)
NEEDS_A_DEVICE(cuCtxGetCurrent)
NEEDS_A_DEVICE(cuCtxGetLimit)
NEEDS_A_DEVICE(cuCtxPopCurrent)
NEEDS_A_DEVICE(cuCtxPushCurrent)
NEEDS_A_DEVICE(cuDeviceGet)
NEEDS_A_DEVICE(cuDeviceGetCount)
NEEDS_A_DEVICE(cuKernelGetAttribute)
NEEDS_A_DEVICE(cuLaunchCooperativeKernel)
NEEDS_A_DEVICE(cuLaunchKernel)
NEEDS_A_DEVICE(cuLaunchKernelEx)
NEEDS_A_DEVICE(cuLibraryLoadFromFile)
NEEDS_A_DEVICE(cuLinkAddData)
NEEDS_A_DEVICE(cuLinkComplete)
NEEDS_A_DEVICE(cuLinkCreate)
NEEDS_A_DEVICE(cuLinkDestroy)
NEEDS_A_DEVICE(cuStreamGetCtx)
