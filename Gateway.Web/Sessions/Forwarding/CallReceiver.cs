using Gateway.Errors;
using Gateway.Web.Sessions.Cluster;
using Gateway.Wire;
using Microsoft.Extensions.Options;
using NATS.Client.Core;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>Takes requests of edges, within bounds, and answers each of them.</summary>
internal sealed class CallReceiver(ForwardedRunner runner, CallAdmission admission, ForwardingMetrics metrics, IOptions<ClusterOptions> options)
{
    private const int MaxNode = 64;
    private const string Inbox = "_INBOX.";

    /// <summary>Room for the headers and the subject of an answer, which count towards the server's limit.</summary>
    private const int HeadBytes = 1_024;

    public ClusterOptions Options => options.Value;

    /// <summary>Begins to run the call of a message, or refuses it. Called for one message after the other; does not throw.</summary>
    public async Task TakeAsync(NatsMsg<byte[]> message, CancellationToken cancellationToken)
    {
        // Whoever asks must not be able to let this owner write into the log or a bucket.
        if (message.ReplyTo is not { } inbox || !inbox.StartsWith(Inbox, StringComparison.Ordinal))
        {
            return;
        }

        try
        {
            var request = Read(message.Data ?? []);
            var place = admission.Enter(request.Node);
            // A call may take minutes, so none waits for another. How many run is bounded by the admission.
            _ = Task.Run(() => RunAsync(message, request, place, cancellationToken), CancellationToken.None);
        }
        catch (MalformedDataException)
        {
            await AnswerAsync(message, runner.AnswerOf(NoCall), cancellationToken);
        }
        catch (GatewayException error)
        {
            await AnswerAsync(message, runner.AnswerOf(error), cancellationToken);
        }
    }

    private static GatewayException NoCall => new(
        GatewayErrorCode.InvalidArgument, "The request does not have the form of a forwarded call; the edge may have another version.");

    private async Task RunAsync(NatsMsg<byte[]> message, ForwardedCall request, IDisposable place, CancellationToken cancellationToken)
    {
        using (place)
        {
            await AnswerAsync(message, await runner.RunAsync(request, cancellationToken), cancellationToken);
        }
    }

    private async Task AnswerAsync(NatsMsg<byte[]> message, ForwardedOutcome outcome, CancellationToken cancellationToken)
    {
        metrics.Received(outcome.Code ?? (outcome.TellsClock() ? "clock" : "completed"));
        var answer = ForwardingWire.Write(outcome);
        if (answer.Length > MostBytes(message.Connection))
        {
            answer = ForwardingWire.Write(runner.AnswerOf(new GatewayException(
                GatewayErrorCode.OutcomeUnknown, $"The call was run, but its answer of {answer.Length} bytes is larger than the site's NATS server takes; ask for less at once.")));
        }

        try
        {
            await message.ReplyAsync(answer, cancellationToken: cancellationToken);
        }
        catch (Exception)
        {
            // The connection is lost, and the edge knows that the outcome is unknown.
        }
    }

    private static int MostBytes(INatsConnection? connection) => (connection?.ServerInfo?.MaxPayload ?? 1024 * 1024) - HeadBytes;

    private ForwardedCall Read(byte[] body)
    {
        if (body.Length > options.Value.MaxRequestBytes)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The call has {body.Length} bytes; the owner of the session takes {options.Value.MaxRequestBytes}.");
        }

        var request = ForwardingWire.ReadCall(body);
        return request.Node.Length <= MaxNode && request.Node.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
            ? request
            : request with { Node = "unknown" };
    }
}
