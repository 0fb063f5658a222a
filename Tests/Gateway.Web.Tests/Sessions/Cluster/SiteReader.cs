using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>Reads the log of a site by its documented form, and knows nothing of the gateway's code.</summary>
internal sealed class SiteReader(NatsServer server, string site) : IAsyncDisposable
{
    private readonly NatsConnection _connection = server.Connect();

    public INatsJSContext Stream => new NatsJSContext(_connection);

    /// <summary>Everything that the subject of a session has now.</summary>
    public async Task<List<LoggedMessage>> ReadAsync(string sessionId)
    {
        var found = new List<LoggedMessage>();
        try
        {
            for (var next = 1UL; ; next++)
            {
                var answer = await Stream.JSRequestResponseAsync<StreamMsgGetRequest, StreamMsgGetResponse>(
                    $"$JS.API.STREAM.MSG.GET.GATEWAY_{site}_EVENTS", new StreamMsgGetRequest { Seq = next, NextBySubj = $"gateway.{site}.events.{sessionId}" }, Patience.Token);
                found.Add(LoggedMessage.Of(answer.Message));
                next = answer.Message.Seq;
            }
        }
        catch (NatsJSApiException)
        {
            // There is no further message, or no stream yet.
        }
        catch (NatsException)
        {
            // The server has just been started.
            found.Clear();
        }

        return found;
    }

    /// <summary>The messages with events and gaps, after checking that they account for each sequence from 1 once and in order.</summary>
    public async Task<List<LoggedMessage>> ReadWholeAsync(string sessionId, long upTo)
    {
        var numbered = new List<LoggedMessage>();
        await Eventually.Async(
            async () =>
            {
                numbered = [.. (await ReadAsync(sessionId)).Where(message => message.Kind is "events" or "gap")];
                return numbered.Count > 0 && numbered[^1].Last >= upTo;
            },
            $"event {upTo} in the log");
        var next = 1L;
        foreach (var message in numbered)
        {
            Assert.Equal(next, message.First);
            next = message.Last + 1;
        }

        Assert.Equal(upTo + 1, next);
        return numbered;
    }

    /// <summary>Removes messages from the log.</summary>
    public async Task DeleteAsync(IEnumerable<LoggedMessage> messages)
    {
        var log = await Stream.GetStreamAsync($"GATEWAY_{site}_EVENTS", cancellationToken: Patience.Token);
        foreach (var message in messages)
        {
            await log.DeleteMessageAsync(new StreamMsgDeleteRequest { Seq = message.Revision }, Patience.Token);
        }
    }

    /// <summary>Removes a message and all before it, as the log does when it is full.</summary>
    public async Task DeleteThroughAsync(LoggedMessage message)
    {
        var log = await Stream.GetStreamAsync($"GATEWAY_{site}_EVENTS", cancellationToken: Patience.Token);
        await log.PurgeAsync(new StreamPurgeRequest { Seq = message.Revision + 1 }, Patience.Token);
    }

    /// <summary>Asks an owner for a snapshot, as soon as one answers, and reads the kinds of the messages of the answer up to its end.</summary>
    public async Task<List<string>> AskAsync(string instance, string request)
    {
        var kinds = new List<string>();
        await Eventually.Async(async () => await TryAskAsync(instance, request, kinds), "an owner that answers");
        return kinds;
    }

    /// <summary>Asks an owner for a snapshot whose answer is to go to any subject.</summary>
    public ValueTask AskAsync(string instance, string request, string replyTo) =>
        _connection.PublishAsync($"gateway.{site}.requests.{instance}.snapshot", request, replyTo: replyTo, cancellationToken: Patience.Token);

    /// <summary>What an owner is asked from now on, in the order of the requests. It is there when this completes.</summary>
    public async Task<INatsSub<string>> FollowRequestsAsync(string instance)
    {
        var requests = await _connection.SubscribeCoreAsync<string>($"gateway.{site}.requests.{instance}.snapshot", cancellationToken: Patience.Token);
        await _connection.PingAsync(Patience.Token);
        return requests;
    }

    private async Task<bool> TryAskAsync(string instance, string request, List<string> kinds)
    {
        // What an earlier answer had that did not come to its end.
        kinds.Clear();
        try
        {
            await foreach (var answer in _connection.RequestManyAsync<string, byte[]>($"gateway.{site}.requests.{instance}.snapshot", request, cancellationToken: Patience.Token))
            {
                kinds.Add(answer.Headers!["Gateway-Kind"].ToString());
                if (kinds[^1] == "end")
                {
                    return true;
                }
            }
        }
        catch (Exception error) when (error is NatsNoRespondersException or NatsNoReplyException)
        {
            // The owner does not listen yet, or its answer was lost with the connection.
        }

        return false;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
