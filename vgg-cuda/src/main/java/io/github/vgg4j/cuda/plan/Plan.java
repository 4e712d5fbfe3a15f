package io.github.vgg4j.cuda.plan;

/** Work with every choice made. Whoever asked for it closes it. */
public interface Plan extends AutoCloseable {

  /** Bytes of scratch that a run needs. */
  long workspaceBytes();

  /** What another process on the same kind of device makes the same plan from. */
  byte[] serialized();

  @Override
  void close();
}
