package io.github.vgg4j.processor.emit;

import com.palantir.javapoet.ClassName;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import java.util.List;
import java.util.Optional;

/**
 * Everything a generated class is made of, all names decided and all lists in order. Without a plan
 * it makes a skeleton: the same signatures, but every body fails.
 *
 * @param generated the class to write
 * @param declared what the annotation stands on
 * @param name what users call the network: the interface's name, its enclosing types before it
 * @param visibility of the generated class
 * @param parent whether the generated class implements the declared type
 * @param shadowing simple names that the declared type's members would shadow
 * @param architecture as it was declared
 * @param blocks how many blocks the class has types for
 * @param labels the enum of the head, where it names one
 * @param taps methods that the user declared for features inside the network
 * @param plan empty for a skeleton
 * @param failure why there is only a skeleton; empty where there is a plan
 */
public record NetworkModel(
    ClassName generated,
    ClassName declared,
    String name,
    Visibility visibility,
    Parent parent,
    List<String> shadowing,
    Architecture architecture,
    int blocks,
    Optional<Labels> labels,
    List<TapMethod> taps,
    Optional<NetworkPlan> plan,
    String failure) {

  /** Who sees the generated class. */
  public enum Visibility {
    PUBLIC,
    PACKAGE
  }

  /** What the generated class implements. */
  public enum Parent {
    /** The declared interface. */
    DECLARED,
    /** Nothing, in a skeleton for something that cannot be implemented. */
    NONE
  }

  /**
   * The enum of the head.
   *
   * @param type the enum
   * @param constants names in order
   */
  public record Labels(ClassName type, List<String> constants) {
    public Labels {
      constants = List.copyOf(constants);
    }
  }

  /**
   * A method for the features of one layer.
   *
   * @param name of the method
   * @param place what the tap names
   * @param layer index in the plan
   * @param block the block whose type it gives; 0 for a bare tensor
   */
  public record TapMethod(String name, String place, int layer, int block) {}

  public NetworkModel {
    taps = List.copyOf(taps);
    shadowing = List.copyOf(shadowing);
  }

  /**
   * Name of the class that is generated for a type: {@code Outer.Net} gives {@code
   * Outer_NetNetwork}.
   */
  public static ClassName generatedName(ClassName declared) {
    return ClassName.get(
        declared.packageName(), String.join("_", declared.simpleNames()) + "Network");
  }

  ClassName images() {
    return generated.nestedClass("Images");
  }

  ClassName block(int number) {
    return generated.nestedClass("Block" + number);
  }

  ClassName logits() {
    return generated.nestedClass("Logits");
  }
}
