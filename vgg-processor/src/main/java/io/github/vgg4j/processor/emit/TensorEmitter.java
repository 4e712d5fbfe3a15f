package io.github.vgg4j.processor.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import io.github.vgg4j.VggGenerated;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/**
 * Writes the typed tensors of a network: its images, the features of each block, its logits. Each
 * can only be made with its own shape, so that javac checks what is wired into what.
 */
final class TensorEmitter {
  /**
   * Stands for a side that is not known in a skeleton; 0 would make a user's division a warning.
   */
  private static final Shape UNKNOWN = new Shape(1, 1, 1);

  private static final CodeBlock SHAPE =
      CodeBlock.of("new $T(CHANNELS, HEIGHT, WIDTH)", Shape.class);

  private final NetworkModel model;

  TensorEmitter(NetworkModel model) {
    this.model = model;
  }

  List<TypeSpec> types() {
    List<TypeSpec> types = new ArrayList<>();
    types.add(images());
    for (int block = 1; block <= model.blocks(); block++) {
      types.add(features(block));
    }
    types.add(logits());
    return types;
  }

  private TypeSpec images() {
    Optional<Shape> shape = model.plan().map(NetworkPlan::input);
    return mapType(model.images(), shape, "Images, normalised as the network wants them")
        .addMethod(
            MethodSpec.methodBuilder("of")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .varargs()
                .addParameter(ArrayTypeName.of(ArrayTypeName.of(float.class)), "images")
                .returns(model.images())
                .addJavadoc(
                    """
                    Images from arrays, one for each image: channels, then rows, then columns.

                    @param images the numbers, normalised
                    @return the images, to be closed
                    @throws IllegalArgumentException if an array has another length
                    """)
                .addStatement("return new $T(stack($L, images))", model.images(), SHAPE)
                .build())
        .build();
  }

  private TypeSpec features(int block) {
    Optional<Shape> shape = model.plan().map(plan -> plan.endOfBlock(block).output());
    return mapType(model.block(block), shape, "What block " + block + " gives" + after(block))
        .build();
  }

  private String after(int block) {
    if (block > model.architecture().blocks().size()) {
      return "";
    }
    return switch (model.architecture().blocks().get(block - 1).pool()) {
      case MAX -> ", after its max pool";
      case AVERAGE -> ", after its average pool";
      case NONE -> "";
    };
  }

  private TypeSpec.Builder mapType(ClassName name, Optional<Shape> shape, String what) {
    Shape known = shape.orElse(UNKNOWN);
    TypeSpec.Builder type = tensorType(name, SHAPE, what, shape);
    return addFactory(
        type.addField(constant("CHANNELS", "Channels.", known.channels()))
            .addField(constant("HEIGHT", "Rows.", known.height()))
            .addField(constant("WIDTH", "Columns.", known.width())),
        name);
  }

  private TypeSpec logits() {
    Optional<Shape> shape = model.plan().map(plan -> Shape.vector(plan.classes()));
    int classes = shape.orElse(UNKNOWN).channels();
    CodeBlock vector = CodeBlock.of("$T.vector(CLASSES)", Shape.class);
    TypeSpec.Builder type =
        tensorType(model.logits(), vector, "One number for each class; the largest wins", shape);
    return addFactory(
            type.addField(constant("CLASSES", "Number of classes.", classes)), model.logits())
        .build();
  }

  private TypeSpec.Builder tensorType(
      ClassName name, CodeBlock shapeCode, String what, Optional<Shape> shape) {
    String sides = shape.map(known -> ": n x " + known).orElse("");
    return TypeSpec.classBuilder(name)
        .addJavadoc("$L$L.\n", what, sides)
        .addAnnotation(VggGenerated.class)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .superclass(RuntimeTypes.TYPED_TENSOR)
        .addMethod(
            MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addParameter(RuntimeTypes.TENSOR, "tensor")
                .addStatement("super(tensor, $L)", shapeCode)
                .build());
  }

  private static TypeSpec.Builder addFactory(TypeSpec.Builder type, ClassName name) {
    return type.addMethod(
        MethodSpec.methodBuilder("of")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .addParameter(RuntimeTypes.TENSOR, "tensor")
            .returns(name)
            .addJavadoc(
                """
                Takes over a tensor of this shape.

                @param tensor of one or more images
                @return the same numbers, to be closed
                @throws IllegalArgumentException if its shape is another
                """)
            .addStatement("return new $T(tensor)", name)
            .build());
  }

  private static FieldSpec constant(String name, String javadoc, int value) {
    return FieldSpec.builder(int.class, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc("$L\n", javadoc)
        .initializer("$L", value)
        .build();
  }
}
