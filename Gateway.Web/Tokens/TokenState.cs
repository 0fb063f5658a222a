using System.Text.Json.Serialization;
using Gateway.Json;

namespace Gateway.Web.Tokens;

[JsonConverter(typeof(CamelCaseEnumConverter))]
internal enum TokenState
{
    Active,
    Expired,
    Revoked,
}
