using System.Security.Cryptography;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Live;
using Gateway.Web.Platform.Store;
using Gateway.Web.Sessions.Calls;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>Runs a forwarded command exactly as one that a client of the hub sends, and makes the answer.</summary>
internal sealed class ForwardedRunner(ForwardedCaller callers, SessionDesk sessions, OwnerDeadline deadline, IAudit audit, ILogger<ForwardedRunner> logger)
{
    private const int LongestSessionId = 64;

    /// <summary>An answer without a reply.</summary>
    public ForwardedOutcome Refusal(GatewayException? error) => new()
    {
        Run = deadline.Clock.Run,
        Now = deadline.Clock.Now,
        Code = error?.Code.ToString(),
        Message = error?.Message,
        RetryAfterMs = error?.RetryAfterMs,
    };

    public async Task<ForwardedOutcome> RunAsync(ForwardedCommand request, CancellationToken cancellationToken)
    {
        if (request.Run != deadline.Clock.Run)
        {
            // The edge cannot name a deadline yet. It asks again.
            return Refusal(null);
        }

        try
        {
            var reply = await InvokeAsync(request, cancellationToken);
            return new ForwardedOutcome { Run = deadline.Clock.Run, Now = deadline.Clock.Now, Reply = reply };
        }
        catch (Exception error)
        {
            return Refusal(Translate(error, cancellationToken));
        }
    }

    private async Task<MxReply> InvokeAsync(ForwardedCommand request, CancellationToken cancellationToken)
    {
        var live = await callers.BeginAsync(request, cancellationToken);
        try
        {
            return await sessions.InvokeAsync(live, request.SessionId, deadline.Apply(request), cancellationToken);
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

    private void Record(LiveCaller live, ForwardedCommand request, GatewayException error) => audit.Record(new AuditEntry
    {
        Action = AuditActions.OfHub(HubContract.Invoke),
        Subject = live.Current.Subject,
        TokenId = live.Current.TokenId,
        SessionId = request.SessionId.Length is > 0 and <= LongestSessionId ? request.SessionId : null,
        RemoteAddress = live.RemoteAddress,
        Result = error.Code.ToString(),
        Detail = request.Command.Method.ToString(),
    });

    private GatewayException Translate(Exception error, CancellationToken cancellationToken)
    {
        if ((error as GatewayException ?? StoreTrouble.From(error)) is { } expected)
        {
            return expected;
        }

        if (error is OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            return new GatewayException(GatewayErrorCode.OutcomeUnknown, "The owner of the session stopped or lost its connection to NATS while the command ran.");
        }

        var reference = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        logger.Unexpected(reference, error);
        return new GatewayException(GatewayErrorCode.Internal, $"An unexpected error occurred. The log of the session's owner has it under reference {reference}.");
    }
}
