using Gateway.Errors;

namespace Gateway.Web.Access.Audit;

/// <summary>Tells which errors are refusals that the trail records.</summary>
internal static class AuditedRefusals
{
    public static bool Has(GatewayErrorCode code) => code is GatewayErrorCode.Forbidden or GatewayErrorCode.Unauthenticated
        or GatewayErrorCode.SessionNotFound or GatewayErrorCode.NotFound or GatewayErrorCode.TokenExpired or GatewayErrorCode.TokenRevoked;
}
