using System.Diagnostics;
using Gateway.Contracts;

namespace Gateway.Web.Sessions.Commands;

/// <summary>A command whose answer is waited for, and the span that records it, if any.</summary>
internal sealed record PendingCommand(Activity? Span)
{
    // The connection's reader must not run what the caller does next.
    public TaskCompletionSource<MxReply> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
