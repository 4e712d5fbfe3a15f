package io.github.vgg4j.arch;

import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with a budget, or with a network under it. */
public sealed interface BudgetProblem {

  /** The member of the budget. */
  Where where();

  /** One line: the fact with its value, then the fix with a number. */
  String headline();

  /** The parts that take most, then the changes that fit, one line for each. */
  default List<String> trace() {
    return List.of();
  }

  /** Stable name of this kind of problem. */
  default String code() {
    return getClass().getSimpleName();
  }

  /** The headline, and the trace on lines of its own. */
  default String message() {
    return trace().stream()
        .map(line -> "\n" + line)
        .collect(Collectors.joining("", headline(), ""));
  }

  /**
   * A member of the budget cannot be read.
   *
   * @param value as the user wrote it, in quotes where it is a text
   * @param wanted as a sentence goes on with it: {@code a size such as "4GiB"}
   * @param example a value that would do
   */
  record BadBudget(Where where, String value, String wanted, String example)
      implements BudgetProblem {
    @Override
    public String headline() {
      return where + " must be " + wanted + ", but is " + value + ". Use " + example + ", say.";
    }
  }

  /**
   * The network costs more than a limit.
   *
   * @param fact what it costs, as a sentence begins with it
   * @param limit as the user wrote it
   * @param fixes what to change, as a sentence goes on with it; never empty
   */
  record OverBudget(Where where, String fact, String limit, String fixes, List<String> trace)
      implements BudgetProblem {
    public OverBudget {
      trace = List.copyOf(trace);
    }

    @Override
    public String headline() {
      return fact + ", but the budget is " + limit + ". " + fixes + ".";
    }
  }
}
