using System.Text.Json.Serialization;
using Gateway.Json;

namespace Gateway.Contracts;

/// <summary>Whether a subscription reads the history by cursor or is fed by the pump.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum SubscriptionPhase
{
    CatchingUp,
    Live,
}
