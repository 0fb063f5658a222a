using Gateway.Contracts;
using Gateway.Errors;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Events;

/// <summary>Checks a client's request against the server's limits and computes what is granted.</summary>
internal sealed class StreamRequestValidator(IOptions<DistributionOptions> options)
{
    private const int MaxGlobs = 1_000;
    private const int MaxGlobLength = 512;
    private const int MaxItems = 20_000;

    private readonly DistributionOptions _options = options.Value;

    /// <exception cref="GatewayException"><c>InvalidArgument</c> naming the field.</exception>
    public void Check(StreamRequest request)
    {
        Require(request.ResumeAfter is null or >= 0, "resumeAfter must be a sequence, 0 or more.");
        Require(request.Epoch is null or { Length: > 0 and <= 64 }, "epoch is 1 to 64 characters.");
        Require(request.BufferEvents is null or > 0, "bufferEvents must be above 0.");
        Require(request.MaxBatch is null or > 0, "maxBatch must be above 0.");
        Require(Enum.IsDefined(request.Snapshot), "snapshot must be one of its defined values.");
        Require(request.Observer is not true || request.Mode == StreamMode.Conflate, "an observer must read with mode conflate.");
        CheckSettings(request.Mode, request.OnSlow, request.FlushIntervalMs, request.Filter);
    }

    /// <inheritdoc cref="Check(StreamRequest)"/>
    public void Check(StreamSettings settings) => CheckSettings(settings.Mode, settings.OnSlow, settings.FlushIntervalMs, settings.Filter);

    /// <summary>The settings that the request is granted.</summary>
    /// <param name="request">A checked request.</param>
    /// <param name="tokenExpiresAt">When the caller's token expires, UTC.</param>
    public StreamLimits Grant(StreamRequest request, DateTime? tokenExpiresAt) => Grant(request, _options, tokenExpiresAt);

    /// <inheritdoc cref="Grant(StreamRequest, DateTime?)"/>
    public static StreamLimits Grant(StreamRequest request, DistributionOptions bounds, DateTime? tokenExpiresAt) => new()
    {
        BufferEvents = Math.Min(request.BufferEvents ?? bounds.BufferEvents, bounds.MaxBufferEvents),
        MaxBatch = Math.Min(request.MaxBatch ?? bounds.MaxBatch, bounds.MaxBatch),
        HistoryEvents = bounds.HistoryEvents,
        HistorySeconds = bounds.HistorySeconds,
        IdleIntervalMs = bounds.IdleIntervalMs,
        TokenExpiresAt = tokenExpiresAt,
    };

    private void CheckSettings(StreamMode mode, SlowPolicy onSlow, int? flushIntervalMs, StreamFilter? filter)
    {
        Require(
            flushIntervalMs is null || (flushIntervalMs >= 0 && flushIntervalMs <= _options.MaxFlushIntervalMs),
            $"flushIntervalMs must be between 0 and {_options.MaxFlushIntervalMs}.");
        Require(Enum.IsDefined(mode) && Enum.IsDefined(onSlow), "mode and onSlow must each be one of their defined values.");
        if (filter is not null)
        {
            Check(filter);
        }
    }

    private static void Check(StreamFilter filter)
    {
        Require(filter.Families is null || filter.Families.All(Enum.IsDefined), "filter.families must contain defined families only.");
        Require(filter.Items is null or { Count: <= MaxItems }, $"filter.items must have at most {MaxItems} entries.");
        Require(filter.Items is null || !filter.Items.Contains(null!), "filter.items must not contain null.");
        Require(filter.References is null or { Count: <= MaxGlobs }, $"filter.references must have at most {MaxGlobs} entries.");
        Require(
            filter.References is null || filter.References.All(glob => glob is { Length: > 0 and <= MaxGlobLength }),
            $"each of filter.references must have 1 to {MaxGlobLength} characters.");
        Require(filter.MinimumQuality is null or 0 or 64 or 192, "filter.minimumQuality is 0 (bad), 64 (uncertain) or 192 (good).");
        Require(filter.Deadband is null || (double.IsFinite(filter.Deadband.Value) && filter.Deadband >= 0), "filter.deadband must be a finite number, 0 or more.");
        Require(
            filter.DeadbandPercent is null || (double.IsFinite(filter.DeadbandPercent.Value) && filter.DeadbandPercent >= 0),
            "filter.deadbandPercent must be a finite number, 0 or more.");
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The stream request is not valid: {rule}");
        }
    }
}
