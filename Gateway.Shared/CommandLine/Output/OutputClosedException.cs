namespace Gateway.CommandLine.Output;

/// <summary>Whoever read the output has left, as <c>head</c> does when it has enough.</summary>
internal sealed class OutputClosedException(IOException cause) : Exception("The output is closed.", cause);
