// Checks catalog entries as Backstage does; needs the packages @backstage/catalog-model and yaml.
const { readFileSync } = require('node:fs')
const model = require('@backstage/catalog-model')
const yaml = require('yaml')

const envelope = model.EntityPolicies.allOf([
  new model.SchemaValidEntityPolicy(),
  new model.DefaultNamespaceEntityPolicy(),
  new model.NoForeignRootFieldsEntityPolicy(),
  new model.FieldFormatEntityPolicy(),
])
const kinds = {
  Component: model.componentEntityV1alpha1Validator,
  System: model.systemEntityV1alpha1Validator,
  Resource: model.resourceEntityV1alpha1Validator,
}

async function check(file) {
  const entries = yaml.parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS())
  const known = new Set(entries.map((entry) => model.stringifyEntityRef(entry)))
  for (const entry of entries) {
    await envelope.enforce(entry)
    if (!(await kinds[entry.kind].check(entry))) throw new Error(`no ${entry.kind}`)
    for (const other of entry.spec.dependsOn ?? []) {
      if (!known.has(model.stringifyEntityRef(model.parseEntityRef(other)))) throw new Error(`no ${other}`)
    }
  }
}

;(async () => {
  for (const file of process.argv.slice(2)) {
    await check(file).then(
      () => console.log(`${file}: ok`),
      (error) => console.log(`${file}: ${error.message.split('\n')[0]}`),
    )
  }
})()
