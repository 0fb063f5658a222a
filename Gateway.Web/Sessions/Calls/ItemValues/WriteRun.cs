using System.Globalization;
using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>The writes of one request, from adding their items to their outcomes.</summary>
internal sealed class WriteRun(WriteLedger pending, CompletionStream completions, WriteDeadline deadline, Func<MxCommand, Task<MxReply>> invokeAsync)
{
    /// <exception cref="GatewayException">The items could not be added; nothing was written.</exception>
    public async Task<WriteReport> RunAsync(IReadOnlyList<string> items, int server)
    {
        // Advised plainly: with a supervisory advise the platform would not ask for secured and verified writes.
        var added = await invokeAsync(new MxCommand { Method = MxMethod.SubscribeBulk, ItemDefinitions = items });
        pending.Subscribed(added.Results ?? []);
        try
        {
            while (!pending.AreDecided)
            {
                if (await completions.NextAsync(server) is not { } events)
                {
                    // A stream also ends so when its reader stops it.
                    return pending.ReportOf(deadline.Token.IsCancellationRequested ? Late() : Lost());
                }

                foreach (var one in events)
                {
                    pending.Accept(one);
                }

                await SendAsync();
            }

            return pending.ReportOf(Late());
        }
        catch (OperationCanceledException)
        {
            return pending.ReportOf(Late());
        }
        catch (GatewayException error)
        {
            return pending.ReportOf(error);
        }
    }

    private async Task SendAsync()
    {
        var ready = pending.TakeReady();
        if (ready.Count == 0 || !deadline.TrySend())
        {
            return;
        }

        pending.Sending(ready);
        try
        {
            var reply = await invokeAsync(new MxCommand { Method = MxMethod.WriteBulk, Writes = ready });
            pending.Sent(ready, reply.Results ?? []);
        }
        catch (GatewayException error) when (error.Duty != ErrorDuty.OutcomeUnknown)
        {
            foreach (var write in ready)
            {
                pending.NotSent(write, error);
            }
        }
        catch (GatewayException)
        {
            // They may have been written all the same: their completions tell, if they come.
        }
    }

    private static GatewayException Lost() => new(GatewayErrorCode.OutcomeUnknown, "The completions of the session could not be read to the end.");

    private GatewayException Late() => new(
        GatewayErrorCode.CommandTimedOut, string.Create(CultureInfo.InvariantCulture, $"The write did not complete within {deadline.Milliseconds} ms."));
}
