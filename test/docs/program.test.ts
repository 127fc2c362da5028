import { testProgramOf } from './page-program';

testProgramOf('two-stacks');
