using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Web.Sessions.Catalogue;

internal static class FindItemsValidator
{
    private const int MaxText = 256;
    private const int MaxLimit = 1_000;

    /// <exception cref="GatewayException"><c>InvalidArgument</c>.</exception>
    public static void Check(FindItemsRequest request)
    {
        Require(IsText(request.Like), $"like must have at most {MaxText} characters, and none that controls.");
        Require(IsText(request.Area), $"area must have at most {MaxText} characters, and none that controls.");
        Require(string.IsNullOrEmpty(request.Object) || ObjectName.IsValid(request.Object), "object must be the name of an object, without blanks, brackets and wildcards.");
        Require(request.Level is null || Enum.IsDefined(request.Level.Value), "level must be item, object or area.");
        Require(request.Limit is null or (>= 1 and <= MaxLimit), $"limit must be from 1 to {MaxLimit}.");
    }

    private static bool IsText(string? text) => text is null || (text.Length <= MaxText && !text.Any(char.IsControl));

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The items cannot be found: {rule}");
        }
    }
}
