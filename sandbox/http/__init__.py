"""HTTP as every part of the sandbox speaks it: messages, limits, tokens, faults, counters."""
