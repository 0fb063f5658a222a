namespace Gateway.CommandLine.Running;

/// <summary>A command could not do what was asked. The message is for the user.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">What is wrong, as a sentence.</param>
/// <param name="remedy">What to do about it, as a sentence.</param>
/// <param name="inner">The cause.</param>
internal sealed class ToolFailure(int exitCode, string message, string? remedy = null, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode => exitCode;

    public string? Remedy => remedy;
}
