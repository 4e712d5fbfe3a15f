package io.github.vgg4j.network;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.engine.Calibration;
import io.github.vgg4j.file.CorruptFileException;
import io.github.vgg4j.file.SafeTensors;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A network's parameters as a safetensors file under torchvision's names, readable by PyTorch; the
 * normalization, the plan's fingerprint and what int8 needs to know stand in its metadata.
 */
final class WeightFile {

  private static final String NETWORK = "vgg4j.network";
  private static final String FINGERPRINT = "vgg4j.plan";
  private static final String MEAN = "vgg4j.mean";
  private static final String DEVIATION = "vgg4j.deviation";

  /** PyTorch counts batches beside its running statistics; nothing here uses the count. */
  private static final String IGNORED_SUFFIX = ".num_batches_tracked";

  private WeightFile() {}

  static void save(Path file, String network, Parameters parameters) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    metadata.put(NETWORK, network);
    metadata.put(FINGERPRINT, parameters.plan().fingerprint());
    metadata.put(MEAN, join(parameters.normalization().mean()));
    metadata.put(DEVIATION, join(parameters.normalization().deviation()));
    parameters
        .calibration()
        .ifPresent(one -> metadata.put(CalibrationText.KEY, CalibrationText.of(one)));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : parameters.plan().parameters()) {
      tensors.put(parameter.name(), parameters.tensor(parameter.name()));
    }
    SafeTensors.write(file, metadata, tensors);
  }

  /** Fills parameters from a file; if it fails, they may be half filled. */
  static void load(Path file, Parameters into) throws IOException {
    try (SafeTensors.Reader reader = SafeTensors.open(file)) {
      check(file, into.plan(), reader);
      for (Parameter parameter : into.plan().parameters()) {
        reader.read(parameter.name(), into.tensor(parameter.name()));
      }
      into.normalization(normalization(file, reader.metadata(), into.normalization()));
      calibration(file, into.plan(), reader.metadata()).ifPresent(into::calibration);
    }
  }

  /** Makes sure that a file holds a plan's parameters and no others. */
  static void check(Path file, NetworkPlan plan, SafeTensors.Reader reader)
      throws CorruptFileException {
    Set<String> wanted =
        plan.parameters().stream()
            .map(Parameter::name)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(reader.names());
    Set<String> foreign = new TreeSet<>(reader.names());
    foreign.removeAll(wanted);
    foreign.removeIf(name -> name.endsWith(IGNORED_SUFFIX));
    if (missing.isEmpty() && foreign.isEmpty()) {
      return;
    }
    String origin = reader.metadata().getOrDefault(NETWORK, "another network");
    throw new CorruptFileException(
        file
            + ": holds the weights of "
            + origin
            + (missing.isEmpty() ? "" : "; lacks " + some(missing))
            + (foreign.isEmpty() ? "" : "; has " + some(foreign) + " that this network has not")
            + ". Take a file of the same network");
  }

  private static String some(Set<String> names) {
    String first = names.stream().limit(3).collect(Collectors.joining(", "));
    return names.size() <= 3 ? first : first + " and " + (names.size() - 3) + " more";
  }

  /** How bytes become inputs, as the file says, or as it is where the file says nothing. */
  static Normalization normalization(
      Path file, Map<String, String> metadata, Normalization otherwise)
      throws CorruptFileException {
    if (!metadata.containsKey(MEAN)) {
      return otherwise;
    }
    try {
      return new Normalization(
          split(metadata.get(MEAN)), split(metadata.getOrDefault(DEVIATION, "")));
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(
          file
              + ": its metadata gives mean '"
              + metadata.get(MEAN)
              + "' and deviation '"
              + metadata.get(DEVIATION)
              + "', which are no normalization; train and save the network again",
          e);
    }
  }

  /** What numbers the layers meet; empty where the file says nothing. */
  static Optional<Calibration> calibration(
      Path file, NetworkPlan plan, Map<String, String> metadata) throws CorruptFileException {
    String text = metadata.get(CalibrationText.KEY);
    return text == null ? Optional.empty() : Optional.of(CalibrationText.parse(file, plan, text));
  }

  private static String join(List<Float> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static List<Float> split(String text) {
    return Arrays.stream(text.split(" ")).map(Float::valueOf).toList();
  }
}
