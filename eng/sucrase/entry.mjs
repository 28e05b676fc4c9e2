// What src/TemplateWorker.JavaScript/Conversion/Scripts/convert.js uses of sucrase.
export {default as CJSImportProcessor} from 'sucrase/dist/esm/CJSImportProcessor.js';
export {HelperManager} from 'sucrase/dist/esm/HelperManager.js';
export {default as identifyShadowedGlobals} from 'sucrase/dist/esm/identifyShadowedGlobals.js';
export {default as NameManager} from 'sucrase/dist/esm/NameManager.js';
export {parse} from 'sucrase/dist/esm/parser/index.js';
export {isTopLevelDeclaration} from 'sucrase/dist/esm/parser/tokenizer/index.js';
export {ContextualKeyword} from 'sucrase/dist/esm/parser/tokenizer/keywords.js';
export {TokenType} from 'sucrase/dist/esm/parser/tokenizer/types.js';
export {default as TokenProcessor} from 'sucrase/dist/esm/TokenProcessor.js';
export {default as RootTransformer} from 'sucrase/dist/esm/transformers/RootTransformer.js';
