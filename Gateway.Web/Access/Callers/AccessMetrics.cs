using System.Diagnostics.Metrics;
using Gateway.Errors;
using Gateway.Web.Platform.Metrics;

namespace Gateway.Web.Access.Callers;

internal sealed class AccessMetrics
{
    private readonly Counter<long> _refused;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _endedStreams;

    public AccessMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateGatewayMeter();
        _refused = meter.CreateCounter<long>("gateway.access.tokens.refused", "{token}", "Presented tokens that were not accepted, by reason.");
        _ended = meter.CreateCounter<long>("gateway.access.connections.ended", "{connection}", "Connections whose token expired or was revoked, by reason.");
        _endedStreams = meter.CreateCounter<long>("gateway.access.streams.ended", "{stream}", "Streams that ended because their token expired or was revoked, by reason.");
    }

    public void TokenRefused(TokenRefusal reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", LabelOf(reason)));

    public void ConnectionEnded(GatewayErrorCode code, int streams)
    {
        var reason = new KeyValuePair<string, object?>("reason", code == GatewayErrorCode.TokenExpired ? "expired" : "revoked");
        _ended.Add(1, reason);
        _endedStreams.Add(streams, reason);
    }

    private static string LabelOf(TokenRefusal reason) => reason switch
    {
        TokenRefusal.Malformed => "malformed",
        TokenRefusal.TooLong => "too_long",
        TokenRefusal.Algorithm => "algorithm",
        TokenRefusal.UnknownKey => "unknown_key",
        TokenRefusal.KeysUnknown => "keys_unknown",
        TokenRefusal.Signature => "signature",
        TokenRefusal.Issuer => "issuer",
        TokenRefusal.Audience => "audience",
        TokenRefusal.Expired => "expired",
        TokenRefusal.NotYetValid => "not_yet_valid",
        TokenRefusal.Revoked => "revoked",
        _ => "claims",
    };
}
