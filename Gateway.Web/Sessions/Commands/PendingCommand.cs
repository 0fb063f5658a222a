using System.Diagnostics;
using Gateway.Contracts;

namespace Gateway.Web.Sessions.Commands;

/// <summary>An unanswered command, and the span that records it, if any.</summary>
internal sealed record PendingCommand(Activity? Span)
{
    // The caller's continuation must not run on the connection's read loop.
    public TaskCompletionSource<MxReply> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
