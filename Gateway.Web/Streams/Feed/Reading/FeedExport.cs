using System.Text.Json;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Serialization;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Streams.Log;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>
/// Exports all changes up to the latest one of this moment as JSON lines, one change each. Lines are written while they are read, so a
/// large export needs no more memory. An export that fails is aborted, so that it never looks complete.
/// </summary>
internal sealed class FeedExport(FeedDistributor distributor, FeedReach reach, RevokedTokens revoked, IOptions<FeedOptions> options, TimeProvider time)
{
    private const int ReadAtOnce = 1_000;

    private static readonly byte[] NewLine = "\n"u8.ToArray();

    private int _running;

    /// <exception cref="GatewayException"><c>TooManyRequests</c> or <c>FeedUnavailable</c>, before anything is written.</exception>
    public async Task WriteAsync(HttpContext context, Caller caller, FeedRequest request)
    {
        if (Interlocked.Increment(ref _running) > options.Value.MaxExports)
        {
            Interlocked.Decrement(ref _running);
            throw new GatewayException(GatewayErrorCode.TooManyRequests, $"{options.Value.MaxExports} exports are running, which is the limit; try again later.", 5_000);
        }

        try
        {
            await distributor.WaitUntilOpenAsync(context.RequestAborted);
            await WriteChangesAsync(context, caller, request);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async Task WriteChangesAsync(HttpContext context, Caller caller, FeedRequest request)
    {
        var bounds = distributor.Bounds;
        var start = FeedStart.Of(new FeedResumePoint(request.After ?? 0, request.FeedEpoch), bounds);
        WriteHead(context.Response, bounds, start);
        var filter = new FeedFilter(reach, request.Kinds, request.SessionTags);
        var cursor = start.Cursor;
        while (cursor < bounds.Latest)
        {
            if (!IsGood(caller) || distributor.Read(bounds.Epoch, cursor, ReadAtOnce) is not { } batch || (batch.First > cursor + 1 && cursor > start.Cursor))
            {
                context.Abort();
                return;
            }

            await WriteAsync(context, batch.Records.Where(record => record.Change.Sequence <= bounds.Latest && filter.Matches(record, caller)));
            cursor = batch.Last;
        }
    }

    // The current rights decide, as in a running stream.
    private bool IsGood(Caller caller) => caller.ExpiresAt > time.GetUtcNow() && !revoked.Has(caller);

    private static void WriteHead(HttpResponse response, LogBounds bounds, FeedStart start)
    {
        response.ContentType = "application/x-ndjson";
        response.Headers["Feed-Epoch"] = bounds.Epoch;
        response.Headers["Feed-After"] = FormattableString.Invariant($"{start.Cursor}");
        response.Headers["Feed-Latest"] = FormattableString.Invariant($"{bounds.Latest}");
        if (start.Reset is { } reset)
        {
            response.Headers["Feed-Reset"] = JsonNamingPolicy.CamelCase.ConvertName(reset.ToString());
        }
    }

    private static async Task WriteAsync(HttpContext context, IEnumerable<FeedRecord> records)
    {
        var writer = context.Response.BodyWriter;
        foreach (var record in records)
        {
            await writer.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(record.Change, GatewayJson.Options), context.RequestAborted);
            await writer.WriteAsync(NewLine, context.RequestAborted);
        }
    }
}
