package io.github.vgg4j.processor.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.TypeVariableName;
import io.github.vgg4j.Budget;
import io.github.vgg4j.VggGenerated;
import io.github.vgg4j.arch.Nd4jMemory;
import io.github.vgg4j.arch.NetworkPlan;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import javax.lang.model.element.Modifier;

/**
 * Writes the class of a network from its model. Full class and skeleton go through the same lines,
 * so that their signatures cannot drift apart; only the bodies differ.
 */
final class NetworkEmitter {
  private final NetworkModel model;
  private final PlanCode plan;

  NetworkEmitter(NetworkModel model) {
    this.model = model;
    this.plan = new PlanCode(model);
  }

  TypeSpec.Builder type() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(model.generated())
            .addJavadoc(plan.javadoc())
            .addAnnotation(VggGenerated.class)
            .superclass(RuntimeTypes.NETWORK)
            .alwaysQualify(model.shadowing().toArray(new String[0]));
    if (model.visibility() == NetworkModel.Visibility.PUBLIC) {
      type.addModifiers(Modifier.PUBLIC);
    }
    // An abstract skeleton need not implement what the interface may ask for in vain.
    type.addModifiers(plan.known() ? Modifier.FINAL : Modifier.ABSTRACT);
    if (model.parent() == NetworkModel.Parent.DECLARED) {
      type.addSuperinterface(model.declared());
    }
    addConstants(type);
    addConstruction(type);
    addInference(type);
    model.taps().forEach(tap -> type.addMethod(tap(tap)));
    addClassify(type);
    new TensorEmitter(model).types().forEach(type::addType);
    return type;
  }

  private void addConstants(TypeSpec.Builder type) {
    type.addField(
        number("PARAMETERS", "Numbers that training changes.", NetworkPlan::parameterCount));
    type.addField(number("MACS", "Multiply-accumulates for one image.", NetworkPlan::macs));
    type.addField(
        constant(int.class, "CLASSES", "Number of classes.")
            .initializer("$L", model.architecture().head().classes())
            .build());
    type.addField(
        number(
            "TRAINING_BYTES_FIXED",
            "Bytes that training with Adam on the nd4j engine needs whatever the batch size.",
            known -> trainingMemory(known).fixedBytes()));
    type.addField(
        number(
            "TRAINING_BYTES_PER_IMAGE",
            "Bytes that training on the nd4j engine needs for each image of a batch.",
            known -> trainingMemory(known).bytesPerImage()));
    if (!plan.known()) {
      addFailure(type);
    }
    type.addField(
        constant(ClassName.get(NetworkPlan.class), "PLAN", "Layers, shapes and parameters.")
            .initializer(plan.orFail(plan.verified()))
            .build());
    type.addField(
        constant(typeName(), "TYPE", "This kind of network.")
            .initializer(plan.orFail(networkType()))
            .build());
    model
        .labels()
        .filter(labels -> plan.known())
        .ifPresent(labels -> type.addField(labelsField(labels)));
  }

  private static Nd4jMemory trainingMemory(NetworkPlan plan) {
    return Nd4jMemory.training(plan, Budget.Optimizer.ADAM.slots());
  }

  private void addFailure(TypeSpec.Builder type) {
    TypeVariableName any = TypeVariableName.get("T");
    type.addMethod(
        MethodSpec.methodBuilder("fail")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .addTypeVariable(any)
            .returns(any)
            .addStatement("throw new $T($S)", IllegalStateException.class, model.failure())
            .build());
  }

  private FieldSpec labelsField(NetworkModel.Labels labels) {
    return FieldSpec.builder(ArrayTypeName.of(labels.type()), "LABELS")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .initializer("$T.values()", labels.type())
        .build();
  }

  private void addConstruction(TypeSpec.Builder type) {
    type.addMethod(
        MethodSpec.constructorBuilder()
            .addModifiers(Modifier.PRIVATE)
            .addParameter(RuntimeTypes.PARAMETERS, "parameters")
            .addStatement("super(TYPE, parameters)")
            .build());
    type.addMethod(
        factory(
                "create",
                """
                A fresh network; the same seed gives the same weights everywhere.

                @param seed decides all weights
                @return the network, to be closed
                """)
            .addParameter(long.class, "seed")
            .addCode(plan.body("return TYPE.create(seed)"))
            .build());
    type.addMethod(
        factory(
                "load",
                """
                A network with the weights of a safetensors file.

                @param file holds the weights
                @return the network, to be closed
                @throws java.io.UncheckedIOException if the file cannot be read, or holds another network
                """)
            .addParameter(Path.class, "file")
            .addCode(plan.body("return TYPE.load(file)"))
            .build());
  }

  private MethodSpec.Builder factory(String name, String javadoc) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addJavadoc(javadoc)
        .returns(model.generated());
  }

  private void addInference(TypeSpec.Builder type) {
    type.addMethod(images(ArrayTypeName.of(RuntimeTypes.BUFFERED_IMAGE), "images", "Images"));
    type.addMethod(images(ArrayTypeName.of(Path.class), "files", "Image files"));
    type.addMethod(
        inference(
                "logits",
                model.logits(),
                "One logit for each class and image.",
                "images one or more",
                "the logits, to be closed")
            .addParameter(model.images(), "images")
            .addCode(plan.run(model.logits(), "images", 0, plan.last()))
            .build());
    for (int block = 1; block <= model.blocks(); block++) {
      type.addMethod(
          features("block" + block, model.block(block), "block " + block)
              .addParameter(model.images(), "images")
              .addCode(plan.run(model.block(block), "images", 0, plan.endOfBlock(block)))
              .build());
    }
    if (model.blocks() > 0) {
      type.addMethod(
          inference(
                  "head",
                  model.logits(),
                  "The logits of the last block's features.",
                  "features of one or more images",
                  "the logits, to be closed")
              .addParameter(model.block(model.blocks()), "features")
              .addCode(plan.run(model.logits(), "features", plan.startOfHead(), plan.last()))
              .build());
    }
  }

  private MethodSpec tap(NetworkModel.TapMethod tap) {
    boolean typed = tap.block() > 0;
    TypeName result = typed ? model.block(tap.block()) : RuntimeTypes.TENSOR;
    return features(tap.name(), result, tap.place())
        .addAnnotation(Override.class)
        .addParameter(model.images(), "images")
        .addCode(
            typed
                ? plan.run(model.block(tap.block()), "images", 0, tap.layer())
                : plan.body("return run(images, 0, $L)", tap.layer()))
        .build();
  }

  private static MethodSpec.Builder features(String name, TypeName result, String place) {
    return inference(
        name,
        result,
        "The features of " + place + ".",
        "images one or more",
        "the features, to be closed");
  }

  private MethodSpec images(ArrayTypeName parameter, String name, String what) {
    return inference(
            "images",
            model.images(),
            what + " as the network's input: resized, normalised.",
            name + " of any size",
            "the input, to be closed")
        .varargs()
        .addParameter(parameter, name)
        .addCode(plan.body("return new $T(prepare($L))", model.images(), name))
        .build();
  }

  private void addClassify(TypeSpec.Builder type) {
    for (TypeName image : List.of(RuntimeTypes.BUFFERED_IMAGE, ClassName.get(Path.class))) {
      boolean file = !image.equals(RuntimeTypes.BUFFERED_IMAGE);
      String name = file ? "file" : "image";
      CodeBlock pick = CodeBlock.of(model.labels().isPresent() ? "get(0)" : "[0]");
      type.addMethod(
          inference(
                  "classify",
                  predicted(),
                  "The likeliest class of one image" + (file ? " file." : "."),
                  name + " of any size",
                  "the class")
              .addParameter(image, name)
              .addCode(classifyOne(name, pick))
              .build());
    }
    type.addMethod(
        inference(
                "classify",
                predictedMany(),
                "The likeliest class of each image.",
                "images one or more",
                "the classes, in the order of the images")
            .addParameter(model.images(), "images")
            .addCode(classifyMany())
            .build());
  }

  private CodeBlock classifyOne(String name, CodeBlock pick) {
    String dot = model.labels().isPresent() ? "." : "";
    return plan.orFailing(
        CodeBlock.builder()
            .beginControlFlow("try ($T one = images($L))", model.images(), name)
            .addStatement("return classify(one)$L$L", dot, pick)
            .endControlFlow()
            .build());
  }

  private CodeBlock classifyMany() {
    CodeBlock result =
        model.labels().isPresent()
            ? CodeBlock.of(
                "$T.stream(argmax(logits)).mapToObj(index -> LABELS[index]).toList()", Arrays.class)
            : CodeBlock.of("argmax(logits)");
    return plan.orFailing(
        CodeBlock.builder()
            .beginControlFlow("try ($T logits = logits(images))", model.logits())
            .addStatement("return $L", result)
            .endControlFlow()
            .build());
  }

  private TypeName predicted() {
    return model.labels().<TypeName>map(NetworkModel.Labels::type).orElse(TypeName.INT);
  }

  private TypeName predictedMany() {
    return model
        .labels()
        .<TypeName>map(
            labels -> ParameterizedTypeName.get(ClassName.get(List.class), labels.type()))
        .orElse(ArrayTypeName.of(int.class));
  }

  private TypeName typeName() {
    return ParameterizedTypeName.get(RuntimeTypes.NETWORK_TYPE, model.generated());
  }

  private CodeBlock networkType() {
    CodeBlock labels =
        model.labels().stream()
            .flatMap(found -> found.constants().stream())
            .map(constant -> CodeBlock.of("$S", constant))
            .collect(CodeBlock.joining(",$W"));
    return CodeBlock.of(
        "$T.of($>$>\n$S,\nPLAN,\n$T.of($L),\n$T::new)$<$<",
        RuntimeTypes.NETWORK_TYPE,
        model.name(),
        List.class,
        labels,
        model.generated());
  }

  private FieldSpec number(String name, String javadoc, ToLongFunction<NetworkPlan> value) {
    return constant(long.class, name, javadoc)
        .initializer(
            "$L",
            model.plan().map(known -> Literals.longLiteral(value.applyAsLong(known))).orElse("1L"))
        .build();
  }

  private static FieldSpec.Builder constant(
      java.lang.reflect.Type type, String name, String javadoc) {
    return constant(TypeName.get(type), name, javadoc);
  }

  private static FieldSpec.Builder constant(TypeName type, String name, String javadoc) {
    return FieldSpec.builder(type, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc("$L\n", javadoc);
  }

  private static MethodSpec.Builder inference(
      String name, TypeName result, String javadoc, String parameter, String returned) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC)
        .addJavadoc("$L\n\n@param $L\n@return $L\n", javadoc, parameter, returned)
        .returns(result);
  }
}
