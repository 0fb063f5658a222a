namespace Gateway.Web.Platform.Store;

/// <summary>One upgrade of the schema. It is never changed after its release; a later step corrects it.</summary>
/// <param name="Version">The version of the schema after this step: 1, 2, 3 without gaps.</param>
/// <param name="Purpose">The purpose of the step, for the log of the upgrade.</param>
/// <param name="Sql">The statements. They run in the transaction of the whole upgrade.</param>
internal sealed record SchemaStep(int Version, string Purpose, string Sql);
