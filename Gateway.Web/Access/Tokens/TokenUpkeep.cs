using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Platform.Periodic;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Tokens;

/// <summary>Regular maintenance of the list of tokens: forgets expired tokens and their revocations.</summary>
internal sealed class TokenUpkeep(TokenBook book, RevokedTokens revoked, IOptions<AccessOptions> options, TimeProvider time, ILogger<TokenUpkeep> logger)
    : PeriodicService(time, logger)
{
    /// <summary>The interval of the maintenance of tokens and keys.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>How long something that has ended is still kept, because clocks differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    protected override TimeSpan Interval => Every;

    protected override bool RunsAtStart => true;

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        await book.ForgetAsync(now - TimeSpan.FromDays(options.Value.EndedTokenDays), cancellationToken);
        revoked.Forget(now - Skew);
    }

    protected override void LogFailure(Exception error) => logger.UpkeepFailed(error);
}
