package io.github.vgg4j.arch;

import java.util.List;

/** The memory of whichever engine needs most. */
final class AnyEngineMemory extends MemoryModel {

  private final List<MemoryModel> engines;

  AnyEngineMemory(NetworkPlan plan, int slots) {
    this.engines =
        List.of(
            new Nd4jMemory(plan, slots),
            new OnednnMemory(plan, slots, Float.BYTES),
            new CudaMemory(plan, slots));
  }

  @Override
  public long bytes(int batch) {
    return largest(batch).bytes(batch);
  }

  @Override
  public List<Share> shares(int batch) {
    return largest(batch).shares(batch);
  }

  private MemoryModel largest(int batch) {
    MemoryModel largest = engines.get(0);
    for (MemoryModel engine : engines) {
      largest = engine.bytes(batch) > largest.bytes(batch) ? engine : largest;
    }
    return largest;
  }
}
