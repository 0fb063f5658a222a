using Gateway.Errors;

namespace Gateway.Web.Access.Callers;

internal static class OwnerDutiesExtensions
{
    /// <param name="duties">Who has the duty.</param>
    /// <param name="what">What was asked for, as the subject of a sentence and a form of "is" or "are", such as "Tokens are issued".</param>
    /// <exception cref="GatewayException"><c>Unsupported</c>: the message says which gateway does it.</exception>
    public static void Demand(this IOwnerDuties duties, string what)
    {
        if (!duties.AreHere)
        {
            throw new GatewayException(GatewayErrorCode.Unsupported, $"{what} by {duties.Where}, and not by this gateway; ask there.");
        }
    }
}
