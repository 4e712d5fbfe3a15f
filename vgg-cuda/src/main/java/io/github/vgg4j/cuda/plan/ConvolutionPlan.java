package io.github.vgg4j.cuda.plan;

import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_EXECUTION_PLAN_JSON_REPRESENTATION;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_ENGINECFG_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR;

import io.github.vgg4j.cuda.plan.Convolution.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A convolution with every choice made; a runtime-compiled kernel is inside. Owned by the caller.
 */
public final class ConvolutionPlan implements Plan {

  private final Convolution convolution;
  private final Descriptor plan;
  private final long engine;
  private final Set<Note> notes;
  private final long workspaceBytes;

  private ConvolutionPlan(Convolution convolution, Descriptor plan, long engine, Set<Note> notes) {
    this.convolution = convolution;
    this.plan = plan;
    this.engine = engine;
    this.notes = notes;
    this.workspaceBytes = plan.getLong(CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE);
  }

  static ConvolutionPlan build(Convolution convolution, EngineChoice choice, Target target) {
    Descriptor plan = create("the plan of engine " + choice.engine() + " for " + convolution);
    try {
      target.place(plan);
      plan.setDescriptors(CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, choice.configuration()).finish();
      return new ConvolutionPlan(convolution, plan, choice.engine(), choice.notes());
    } catch (RuntimeException e) {
      plan.close();
      throw e;
    }
  }

  /**
   * Makes a plan from what {@link #serialized()} of the same version of cuDNN gave for the same
   * kind of device; nothing is compiled.
   *
   * @throws CudnnException if cuDNN does not take it
   */
  static ConvolutionPlan restore(Convolution convolution, byte[] json, Target target) {
    Descriptor plan = create("the kept plan for " + convolution);
    try {
      target.place(plan);
      plan.setText(CUDNN_ATTR_EXECUTION_PLAN_JSON_REPRESENTATION, json).finish();
      try (Descriptor configuration =
          Descriptor.create(CUDNN_BACKEND_ENGINECFG_DESCRIPTOR, "the settings of the kept plan")) {
        plan.getInto(CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, List.of(configuration));
        EngineChoice choice = EngineChoice.of(configuration);
        return new ConvolutionPlan(convolution, plan, choice.engine(), choice.notes());
      }
    } catch (RuntimeException e) {
      plan.close();
      throw e;
    }
  }

  private static Descriptor create(String what) {
    return Descriptor.create(CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR, what);
  }

  /** What it computes. */
  public Convolution convolution() {
    return convolution;
  }

  /** cuDNN's number of the engine; other versions may number differently. */
  public long engine() {
    return engine;
  }

  /** What cuDNN says of the engine's numbers. */
  public Set<Note> notes() {
    return notes;
  }

  @Override
  public long workspaceBytes() {
    return workspaceBytes;
  }

  /** The plan, with its kernel where that was compiled for it, in cuDNN's own JSON. */
  @Override
  public byte[] serialized() {
    return plan.getText(CUDNN_ATTR_EXECUTION_PLAN_JSON_REPRESENTATION);
  }

  /**
   * Ties the plan to memory, once; running it then makes no objects. The plan must live as long.
   *
   * @param addresses on the device, one for each of {@link Convolution#roles()}, multiples of 16
   * @param workspace address of {@link #workspaceBytes()} of scratch; 0 if that is 0
   * @throws IllegalArgumentException if an address is missing, of no use here, or not aligned
   */
  public BoundConvolution bind(Map<Role, Long> addresses, long workspace) {
    return BoundConvolution.of(this, addresses, workspace);
  }

  Descriptor descriptor() {
    return plan;
  }

  /** Such as {@code cudnn engine 67 [TENSOR_CORE]}; for profiles. */
  @Override
  public String toString() {
    return "cudnn engine " + engine + " " + new TreeSet<>(notes);
  }

  @Override
  public void close() {
    plan.close();
  }
}
