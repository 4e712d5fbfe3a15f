package io.github.vgg4j.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds changes that bring a network under a limit, those first that change it least: a smaller
 * batch, smaller hidden layers, an adaptive pool, narrower blocks; and two or more of them at once
 * only where none is enough. Each is planned and counted, not guessed.
 */
final class BudgetAdvice {
  private static final int SMALLEST_HIDDEN = 64;
  private static final int LARGEST_DIVISOR = 64;

  private final Architecture architecture;
  private final int batch;
  private final ToIntFunction<NetworkPlan> largestBatch;
  private final List<Integer> pools;

  /** Another network and the largest batch that the limit allows it. */
  private record Candidate(Architecture architecture, int largestBatch) {}

  /**
   * Advice for one limit.
   *
   * @param plan of the architecture
   * @param batch the asked one
   * @param largestBatch the largest batch at which a network is within the limit; 0 where there is
   *     none, {@link Integer#MAX_VALUE} where the batch does not matter
   */
  BudgetAdvice(
      Architecture architecture,
      NetworkPlan plan,
      int batch,
      ToIntFunction<NetworkPlan> largestBatch) {
    this.architecture = architecture;
    this.batch = batch;
    this.largestBatch = largestBatch;
    this.pools = smallerPools(plan);
  }

  /** What fits, the least change first; empty where nothing sensible does. */
  List<BudgetChange> changes() {
    List<BudgetChange> changes = new ArrayList<>(smallerBatch().stream().toList());
    List<BudgetChange> head = smallerHead();
    changes.addAll(head);
    if (changes.isEmpty()) {
      largestOf(smallerHeads(architecture).toList()).ifPresent(changes::add);
    }
    if (head.isEmpty()) {
      first(pooledAndSmallerHidden(architecture), batch)
          .or(() -> first(narrower(), batch))
          .or(this::narrowerWithSmallerHead)
          .ifPresent(changes::add);
    }
    if (changes.isEmpty()) {
      largestOf(narrower().flatMap(this::smallerHeads).toList()).ifPresent(changes::add);
    }
    return changes;
  }

  private Optional<BudgetChange> smallerBatch() {
    return candidate(architecture).flatMap(this::withItsBatch);
  }

  /** At the asked batch; who shrinks the hidden layers may want a larger batch next. */
  private List<BudgetChange> smallerHead() {
    return Stream.of(
            first(smallerHidden(architecture), batch),
            first(smallerHidden(architecture), 2L * batch),
            first(pooled(architecture), batch))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /** The first network that fits at a batch. */
  private Optional<BudgetChange> first(Stream<Architecture> networks, long wanted) {
    return networks
        .flatMap(network -> candidate(network).stream())
        .filter(candidate -> candidate.largestBatch() >= wanted)
        .findFirst()
        .map(found -> BudgetChange.between(architecture, batch, found.architecture(), batch));
  }

  private Optional<BudgetChange> narrowerWithSmallerHead() {
    List<Architecture> networks = narrower().flatMap(this::smallerHeads).toList();
    return ofSmallest(networks) < batch ? Optional.empty() : first(networks.stream(), batch);
  }

  /**
   * The first network that fits at half the batch, else at a quarter ... else at 1.
   *
   * @param networks the smallest last
   */
  private Optional<BudgetChange> largestOf(List<Architecture> networks) {
    int possible = ofSmallest(networks);
    if (possible == 0 || possible == Integer.MAX_VALUE) {
      return Optional.empty();
    }
    List<Candidate> candidates =
        networks.stream().flatMap(network -> candidate(network).stream()).toList();
    return IntStream.iterate(batch / 2, wanted -> wanted > 0, wanted -> wanted / 2)
        .boxed()
        .flatMap(wanted -> candidates.stream().filter(one -> one.largestBatch() >= wanted))
        .flatMap(candidate -> withItsBatch(candidate).stream())
        .findFirst();
  }

  /** The largest batch of the last network, which spares counting all where there is none. */
  private int ofSmallest(List<Architecture> networks) {
    return networks.isEmpty()
        ? 0
        : candidate(networks.get(networks.size() - 1)).map(Candidate::largestBatch).orElse(0);
  }

  private Optional<BudgetChange> withItsBatch(Candidate candidate) {
    int largest = candidate.largestBatch();
    return largest > 0 && largest < batch
        ? Optional.of(BudgetChange.between(architecture, batch, candidate.architecture(), largest))
        : Optional.empty();
  }

  private Optional<Candidate> candidate(Architecture network) {
    return network
        .check()
        .plan()
        .map(plan -> new Candidate(network, largestBatch.applyAsInt(plan)));
  }

  private Stream<Architecture> smallerHeads(Architecture network) {
    return Stream.of(smallerHidden(network), pooled(network), pooledAndSmallerHidden(network))
        .flatMap(heads -> heads);
  }

  /** Hidden layers of half, a quarter ... of their size. */
  private Stream<Architecture> smallerHidden(Architecture network) {
    List<Integer> sizes = network.head().hidden();
    int most = sizes.stream().mapToInt(Integer::intValue).max().orElse(0);
    return IntStream.rangeClosed(1, Integer.SIZE - 2)
        .takeWhile(halvings -> most >> halvings - 1 > SMALLEST_HIDDEN)
        .mapToObj(halvings -> network.withHead(head -> head.withHidden(shrunk(sizes, halvings))));
  }

  private static List<Integer> shrunk(List<Integer> sizes, int halvings) {
    return sizes.stream()
        .map(size -> Math.min(size, Math.max(SMALLEST_HIDDEN, size >> halvings)))
        .toList();
  }

  private Stream<Architecture> pooled(Architecture network) {
    return pools.stream().map(side -> network.withHead(head -> head.withPool(List.of(side))));
  }

  private Stream<Architecture> pooledAndSmallerHidden(Architecture network) {
    return pooled(network).flatMap(this::smallerHidden);
  }

  private Stream<Architecture> narrower() {
    return IntStream.rangeClosed(architecture.widthDivisor() + 1, LARGEST_DIVISOR)
        .mapToObj(architecture::withWidthDivisor)
        .filter(network -> network.check().plan().isPresent());
  }

  /**
   * Sides of adaptive pools that leave the dense layers less to read, the largest first: halves and
   * quarters of a large map, every side below 8.
   */
  private static List<Integer> smallerPools(NetworkPlan plan) {
    Shape read = flattened(plan);
    Shape map = plan.endOfBlock(plan.blocks()).output();
    int side = Math.min(map.height(), map.width());
    return IntStream.iterate(side, next -> next > 0, next -> next >= 8 ? next / 2 : next - 1)
        .filter(next -> (long) next * next < (long) read.height() * read.width())
        .boxed()
        .toList();
  }

  private static Shape flattened(NetworkPlan plan) {
    return plan.layers().stream()
        .filter(Layer.Flatten.class::isInstance)
        .map(Layer::input)
        .findFirst()
        .orElseThrow();
  }
}
