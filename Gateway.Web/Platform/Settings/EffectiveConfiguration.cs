using System.Text.Json.Nodes;

namespace Gateway.Web.Platform.Settings;

/// <summary>The options in effect, including defaults, by section. Secrets are replaced by a mark.</summary>
internal sealed class EffectiveConfiguration(IServiceProvider services, IEnumerable<OptionsSection> sections)
{
    /// <returns>An object with one property per section, ordered by name: <c>{ "Gateway:Store": { "path": … } }</c>.</returns>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var section in sections.OrderBy(section => section.Section, StringComparer.Ordinal))
        {
            json[section.Section] = OptionsView.Of(section.Resolve(services));
        }

        return json;
    }
}
