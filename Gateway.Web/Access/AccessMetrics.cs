using System.Diagnostics.Metrics;
using Gateway.Web.Diagnostics;

namespace Gateway.Web.Access;

internal sealed class AccessMetrics
{
    private readonly Counter<long> _refused;

    public AccessMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateGatewayMeter();
        _refused = meter.CreateCounter<long>("gateway.access.tokens.refused", "{token}", "Tokens presented and not accepted, by reason.");
    }

    public void TokenRefused(TokenRefusal reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", LabelOf(reason)));

    private static string LabelOf(TokenRefusal reason) => reason switch
    {
        TokenRefusal.Malformed => "malformed",
        TokenRefusal.TooLong => "too_long",
        TokenRefusal.Algorithm => "algorithm",
        TokenRefusal.UnknownKey => "unknown_key",
        TokenRefusal.Signature => "signature",
        TokenRefusal.Issuer => "issuer",
        TokenRefusal.Audience => "audience",
        TokenRefusal.Expired => "expired",
        TokenRefusal.NotYetValid => "not_yet_valid",
        TokenRefusal.Revoked => "revoked",
        _ => "claims",
    };
}
