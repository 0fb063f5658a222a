using System.Security.Cryptography;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Live;
using Gateway.Web.Platform.Store;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>Runs a forwarded call exactly as one that a client of the hub sends, and makes the answer.</summary>
internal sealed class ForwardedRunner(ForwardedCaller callers, ForwardedMethods methods, OwnerDeadline deadline, IAudit audit, ILogger<ForwardedRunner> logger)
{
    private const int LongestSessionId = 64;

    /// <summary>An answer with an error, or with nothing but the clock.</summary>
    public ForwardedOutcome AnswerOf(GatewayException? error) => new()
    {
        Run = deadline.Clock.Run,
        Now = deadline.Clock.Now,
        Code = error?.Code.ToString(),
        Message = error?.Message,
        RetryAfterMs = error?.RetryAfterMs,
    };

    public async Task<ForwardedOutcome> RunAsync(ForwardedCall request, CancellationToken cancellationToken)
    {
        if (request.Run != deadline.Clock.Run)
        {
            // The edge cannot name a deadline yet. It asks again.
            return AnswerOf(null);
        }

        try
        {
            return await RunInTimeAsync(request, cancellationToken);
        }
        catch (Exception error)
        {
            return AnswerOf(Translate(error, cancellationToken));
        }
    }

    private async Task<ForwardedOutcome> RunInTimeAsync(ForwardedCall request, CancellationToken cancellationToken)
    {
        var live = await callers.BeginAsync(request, cancellationToken);
        try
        {
            deadline.Demand(request);
            var answer = await methods.RunAsync(live, request, AnswerOf(null), cancellationToken);
            // The edge takes the clock as that of the moment when the answer was sent.
            return answer with { Now = deadline.Clock.Now };
        }
        catch (GatewayException error) when (AuditedRefusals.Has(error.Code))
        {
            Record(live, request, error);
            throw;
        }
        finally
        {
            callers.End(live);
        }
    }

    private void Record(LiveCaller live, ForwardedCall request, GatewayException error) => audit.Record(new AuditEntry
    {
        Action = AuditActions.OfHub(request.Method ?? HubContract.Invoke),
        Subject = live.Current.Subject,
        TokenId = live.Current.TokenId,
        SessionId = request.SessionId.Length is > 0 and <= LongestSessionId ? request.SessionId : null,
        RemoteAddress = live.RemoteAddress,
        Result = error.Code.ToString(),
        Detail = request.Command?.Method.ToString(),
    });

    private GatewayException Translate(Exception error, CancellationToken cancellationToken)
    {
        if ((error as GatewayException ?? StoreTrouble.From(error)) is { } expected)
        {
            return expected;
        }

        if (error is OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            return new GatewayException(GatewayErrorCode.OutcomeUnknown, "The owner of the session stopped or lost its connection to NATS while the call ran.");
        }

        var reference = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        logger.Unexpected(reference, error);
        return new GatewayException(GatewayErrorCode.Internal, $"An unexpected error occurred. The log of the session's owner has it under reference {reference}.");
    }
}
