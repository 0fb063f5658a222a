using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>
/// Writes items for one request and waits for what the platform says of it. The items are added anew, under a registration of the request's
/// own: MXAccess names a completion by its handle only, so no other write can be taken for one of these, and no handle of the session is
/// touched.
/// </summary>
internal sealed class ValueWriter(SessionDirectory directory, StreamDesk streams, SessionDesk commands, RegistrationDesk registrations, WriteClock clock)
{
    /// <param name="live">The caller.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="request">What to write.</param>
    /// <param name="aborted">The client has left: what was not sent is not sent any more, and what was sent is awaited all the same, because
    /// MXAccess forbids to remove an item before its write is complete.</param>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>Forbidden</c>, <c>SessionNotFound</c>, or the session cannot be used.
    /// Nothing was written.</exception>
    public async Task<WriteReport> WriteAsync(LiveCaller live, string sessionId, WriteValuesRequest request, CancellationToken aborted)
    {
        using var deadline = clock.Begin(request, aborted);
        var call = directory.Admit(live, sessionId, GatewayAction.WriteSession);
        string[] items = [.. request.Values.Select(write => write.Item)];
        await using var completions = await CompletionStream.OpenAsync(streams, live, sessionId, items, deadline.Token);
        await using var registration = await registrations.OpenAsync(call);
        var run = new WriteRun(new WriteLedger(request.Values), completions, deadline, command => commands.InvokeAsync(
            live, sessionId, command with { ServerHandle = registration.ServerHandle, TimeoutMs = deadline.RemainingMs }, CancellationToken.None));
        return await run.RunAsync(items, registration.ServerHandle);
    }
}
